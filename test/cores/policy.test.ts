import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { policyContract } from '../../schema/contracts/policy.ts'
import { TASKS } from '../../schema/contracts/tasks.ts'
import { POLICIES } from '../../schema/policies/released.ts'
import { practiceCycleCore } from '../../workflows/practice-cycle/process.ts'
import type { CycleEvent, CyclePolicy, CycleState } from '../../workflows/practice-cycle/state.ts'
import { policyOf } from '../support/policy.ts'
import { lineOf, POLICY } from './outside.ts'

/** First of the sums of the files as they were released. */
const RELEASED = {
  'generic 1': 'ba6c819387b3ed93',
  'generic 2': 'fefa219f0c5fb4d8',
}

const CYCLE = {
  id: 'c1',
  agreement: 'a1',
  partnership: 'p1',
  partner: 'zkm',
  academicYear: '2026-2027',
  language: 'en',
  administrator: 'admin',
  validFrom: '2026-12-20',
  validTo: '2029-08-31',
}

describe('the released versions', () => {
  test('stay as they were released: a change is a new version', () => {
    const sums = POLICIES.map(({ id, version }) => {
      const text = readFileSync(join(__dirname, `../../schema/policies/${id}-${version}.json`))
      return [`${id} ${version}`, createHash('sha256').update(text).digest('hex').slice(0, 16)]
    })
    expect(Object.fromEntries(sums)).toEqual(RELEASED)
  })

  test('a cycle of the first version has its orders one after the other', () => {
    const begun = { ...lineOf('L01'), practiceType: 'production' }
    const events: CycleEvent[] = [
      { ...CYCLE, type: 'begun', policy: policyOf(1).practiceCycle as CyclePolicy },
      { type: 'planned', lines: [begun], conflicts: [] },
      { type: 'scheduleConfirmed' },
      { type: 'scheduleAgreed' },
      { type: 'paperOrdered', instance: 'practiceSchedule', number: '', date: '', details: {} },
      {
        type: 'paperIssued',
        instance: 'practiceSchedule',
        kind: 'practiceSchedule',
        document: 'd1',
        number: '',
        copies: 1,
      },
    ]
    const state = events.reduce<CycleState | null>(
      (before, event) => practiceCycleCore.evolve(before, event),
      null,
    )
    const open = practiceCycleCore.waits(state as CycleState).filter(({ wait }) => wait === 'task')
    expect(open.map(({ key }) => key)).toEqual(['issue.orderSendingStudents@2027-02-08'])
    expect(open.map(({ due }) => due)).toEqual([{ on: '2027-01-25' }])
  })

  test('the second one says who stands in for the rector and the board’s chair, and what may be recorded for others', () => {
    const { roles, onBehalf } = policyOf(2)
    expect(roles.rector).toEqual({ institution: 'rector', substitutes: [{ code: 'signatory', rank: 5 }] })
    expect(roles.boardChair).toEqual({
      institution: 'rector',
      substitutes: [{ code: 'boardMember', rank: 5 }],
    })
    expect(onBehalf).toEqual(policyOf(1).onBehalf)
    const known = Object.entries(TASKS).flatMap(([kind, decisions]) => [
      kind,
      ...Object.keys(decisions).map((decision) => `${kind}.${decision}`),
    ])
    expect(onBehalf.filter((entry) => entry !== 'delegate' && !known.includes(entry))).toEqual([])
  })
})

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
