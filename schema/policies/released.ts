import { type Policy, policyContract } from '../contracts/policy.ts'
import generic1 from './generic-1.json'
import generic2 from './generic-2.json'

/** Every policy version ever released, oldest first. A version is never edited: a change is a new file. */
export const POLICIES: readonly Policy[] = [generic1, generic2].map((data) => policyContract.parse(data))
