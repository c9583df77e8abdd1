import { agreementCore } from '../agreement/process.ts'
import { attestationCore } from '../attestation/process.ts'
import { partnershipCore } from '../partnership/process.ts'
import { placementCore } from '../placement/process.ts'
import { practiceCycleCore } from '../practice-cycle/process.ts'
import { runProcess } from './loop.ts'
import type { ProcessInput } from './messages.ts'

export const partnership = (input: ProcessInput): Promise<void> => runProcess(partnershipCore, input)
export const agreement = (input: ProcessInput): Promise<void> => runProcess(agreementCore, input)
export const practiceCycle = (input: ProcessInput): Promise<void> => runProcess(practiceCycleCore, input)
export const placement = (input: ProcessInput): Promise<void> => runProcess(placementCore, input)
export const attestation = (input: ProcessInput): Promise<void> => runProcess(attestationCore, input)
