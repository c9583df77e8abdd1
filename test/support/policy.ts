import { POLICIES } from '../../schema/policies/released.ts'

/** A released version of the generic policy. */
export function policyOf(version: number) {
  const found = POLICIES.find((policy) => policy.version === version)
  if (found === undefined) throw new Error(`no policy has version ${version}`)
  return found
}

/** What a process begins with that begins now. */
export const POLICY = policyOf(Math.max(...POLICIES.map(({ version }) => version)))
