import { agreementCore } from '../../workflows/agreement/process.ts'
import { attestationCore } from '../../workflows/attestation/process.ts'
import type { ProcessKind } from '../../workflows/durable/types.ts'
import { partnershipCore } from '../../workflows/partnership/process.ts'
import { placementCore } from '../../workflows/placement/process.ts'
import { practiceCycleCore } from '../../workflows/practice-cycle/process.ts'
import type { AnyCore } from './hosted.ts'

export const CORES: Record<ProcessKind, AnyCore> = {
  partnership: partnershipCore,
  agreement: agreementCore,
  practiceCycle: practiceCycleCore,
  placement: placementCore,
  attestation: attestationCore,
}
