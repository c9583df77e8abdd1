import { agreementCore } from '../../../workflows/agreement/process.ts'
import { attestationCore } from '../../../workflows/attestation/process.ts'
import type { Core, EventBase, ProcessKind } from '../../../workflows/durable/types.ts'
import { partnershipCore } from '../../../workflows/partnership/process.ts'
import { placementCore } from '../../../workflows/placement/process.ts'
import { practiceCycleCore } from '../../../workflows/practice-cycle/process.ts'
import { currentOf } from '../cores.ts'
import { agreementMatters } from './agreement.ts'
import { attestationMatters } from './attestation.ts'
import { partnershipMatters } from './partnership.ts'
import { placementMatters } from './placement.ts'
import { cycleMatters } from './practice-cycle.ts'
import type { Matters } from './shape.ts'

/** The same about a recorded state of any version. */
function recorded<State, Event extends EventBase>(
  core: Core<State, Event>,
  { said, subject, papers }: Matters<State>,
): Matters<unknown> {
  return {
    said,
    subject: (asked) => subject({ ...asked, state: currentOf(core, asked.state) }),
    papers: (asked) => papers({ ...asked, state: currentOf(core, asked.state) }),
  }
}

export const MATTERS: Record<ProcessKind, Matters<unknown>> = {
  partnership: recorded(partnershipCore, partnershipMatters),
  agreement: recorded(agreementCore, agreementMatters),
  practiceCycle: recorded(practiceCycleCore, cycleMatters),
  placement: recorded(placementCore, placementMatters),
  attestation: recorded(attestationCore, attestationMatters),
}
