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

  test('cannot ask for what no process could do or record', () => {
    const one = { roles: ['legalOfficer', 'legalOfficer'], workingDays: 1 }
    expect(withAgreement({ routes: { default: [one] } })).toBe(false)
    expect(withAgreement({ signing: ['partner', 'partner'] })).toBe(false)
    const withPart = (part: 'partnership' | 'placement' | 'practiceCycle', given: object): boolean =>
      policyContract.safeParse({ ...POLICY, [part]: { ...POLICY[part], ...given } }).success
    expect(withPart('partnership', { reviewOn: '02-30' })).toBe(false)
    expect(withPart('partnership', { reviewOn: '02-28' })).toBe(true)
    const grading = { attendance: 50, report: 60 }
    expect(withPart('practiceCycle', { grading })).toBe(false)
    expect(withPart('placement', { grading })).toBe(false)
  })

  test('never lets anybody else take what is somebody’s own judgement', () => {
    expect(policyContract.safeParse({ ...POLICY, onBehalf: ['approveDraft'] }).success).toBe(false)
    expect(policyContract.safeParse({ ...POLICY, onBehalf: ['giveRequisites'] }).success).toBe(true)
  })
})
