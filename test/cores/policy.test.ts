import { policyContract } from '../../schema/contracts/policy.ts'
import { POLICY } from './outside.ts'

describe('a policy', () => {
  const withAgreement = (given: object): boolean =>
    policyContract.safeParse({ ...POLICY, agreement: { ...POLICY.agreement, ...given } }).success

  test('has a route for every kind of agreement: the default', () => {
    const route = POLICY.agreement.routes.default
    expect(withAgreement({ routes: { default: route } })).toBe(true)
    expect(withAgreement({ routes: { default: route, practiceContract: route } })).toBe(true)
    expect(withAgreement({ routes: { practiceContract: route } })).toBe(false)
    expect(withAgreement({ routes: { default: route, practiceContract: [] } })).toBe(false)
  })

  test('says how long an expert may be silent', () => {
    const { silenceWorkingDays: _, ...rest } = POLICY.attestation
    expect(policyContract.safeParse({ ...POLICY, attestation: rest }).success).toBe(false)
    const never = { ...POLICY.attestation, silenceWorkingDays: 0 }
    expect(policyContract.safeParse({ ...POLICY, attestation: never }).success).toBe(false)
  })
})
