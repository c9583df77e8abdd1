import { agreementCore } from '../../workflows/agreement/process.ts'
import { attestationCore } from '../../workflows/attestation/process.ts'
import type { Core, EventBase, ProcessKind } from '../../workflows/durable/types.ts'
import { assertNever } from '../../workflows/durable/types.ts'
import { partnershipCore } from '../../workflows/partnership/process.ts'
import { placementCore } from '../../workflows/placement/process.ts'
import { practiceCycleCore } from '../../workflows/practice-cycle/process.ts'

type Use<Result> = <State, Event extends EventBase>(core: Core<State, Event>, state: State) => Result

/** Asks the core of a process about its recorded state, of whatever version that is. */
export function withCore<Result>(kind: ProcessKind, recorded: unknown, use: Use<Result>): Result {
  switch (kind) {
    case 'partnership':
      return use(partnershipCore, currentOf(partnershipCore, recorded))
    case 'agreement':
      return use(agreementCore, currentOf(agreementCore, recorded))
    case 'practiceCycle':
      return use(practiceCycleCore, currentOf(practiceCycleCore, recorded))
    case 'placement':
      return use(placementCore, currentOf(placementCore, recorded))
    case 'attestation':
      return use(attestationCore, currentOf(attestationCore, recorded))
    default:
      return assertNever(kind)
  }
}

/** A recorded state of any version as one of this version. */
export const currentOf = <State, Event extends EventBase>(
  core: Core<State, Event>,
  recorded: unknown,
): State => core.upcast?.(recorded) ?? (recorded as State)
