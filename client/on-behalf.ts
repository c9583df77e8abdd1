import { policyContract } from '../schema/contracts/policy.ts'

/** The parts of a policy that say who may do what, whatever its version says of the rest. */
export const policyRules = policyContract.pick({ roles: true, onBehalf: true })

/** The policy lets this decision be recorded for its owner: the kind of task, one decision of it, or passing on. */
export const isOnBehalf = (onBehalf: readonly string[], kind: string, decision: string): boolean =>
  [kind, `${kind}.${decision}`, decision].some((entry) => onBehalf.includes(entry))
