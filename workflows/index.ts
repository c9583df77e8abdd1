export { agreement, attestation, partnership, placement, practiceCycle } from './durable/processes.ts'
export { mailbox } from './mailbox/workflow.ts'
