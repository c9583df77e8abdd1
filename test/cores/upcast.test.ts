import { attestationCore } from '../../workflows/attestation/process.ts'
import { partnershipCore } from '../../workflows/partnership/process.ts'
import type { PartnershipState } from '../../workflows/partnership/state.ts'
import { POLICY } from './outside.ts'

const common = {
  ...{ id: 'p1', partner: 'zkm', administrator: 'admin', language: 'en', forms: [] },
  policy: POLICY.partnership,
  commitments: [{ id: 'm1.1', what: 'x', owner: 'hr', due: '2026-12-20', source: 'meeting' }],
}
const done = {
  meeting: { on: '2026-12-08', time: '10:00', place: 'here' },
  representative: { representative: 'vice', contact: 'hr' },
  package: { proposals: [] },
}

const keysOf = (state: unknown): string[] =>
  partnershipCore.waits(partnershipCore.upcast?.(state) as PartnershipState).map(({ key }) => key)

describe('a partnership of the first version goes on', () => {
  test('with its meeting, and with the record nobody confirmed yet', () => {
    const meeting = { n: 1, on: '2026-12-08', place: 'here', representative: 'vice', contact: 'hr' }
    const proposal = { version: 1, turn: 'partner' }
    const negotiating = { ...common, stage: 'negotiating', done, meetings: 1, proposal }
    expect(keysOf({ ...negotiating, meeting, unconfirmed: null })).toContain('meeting.1')
    const held = keysOf({ ...negotiating, meeting: null, unconfirmed: 1 })
    expect(held).toEqual(expect.arrayContaining(['record.1', 'commitment.m1.1', 'proposal.1']))
  })

  test('in operation, with what was to be opened', () => {
    const opening = { id: 'attestation/s1', kind: 'attestation', opens: '2027-01-01', begin: {} }
    const operating = {
      ...{ ...common, stage: 'operating', launched: 1, agreements: { 'p1-1': 'active' } },
      ...{ openings: [opening], cycles: {}, sessions: {}, reviewed: 2026, reviewing: false, year: 2026 },
    }
    expect(keysOf(operating)).toEqual(expect.arrayContaining(['open.attestation/s1@2027-01-01', 'look.0']))
  })
})

test('a certification session of the first version goes on, and one without experts asks for some', () => {
  const session = {
    ...{ id: 's1', code: 'DA-1', programme: 'm', on: '2027-06-21', secretary: 'secretary', partnerships: [] },
    ...{ candidates: [], graduates: ['g1'], language: 'en', administrator: 'admin' },
    policy: POLICY.attestation,
    ...{ vacant: [], declined: [], stage: 'inviting', ordering: false },
  }
  const keys = (experts: unknown[]): string[] => {
    const state = attestationCore.upcast?.({ ...session, experts })
    return state === undefined ? [] : attestationCore.waits(state).map(({ key }) => key)
  }
  expect(keys([{ person: 'e', answer: 'asked' }])).toEqual(['invite.e', 'silent.e', 'day.2027-06-21.0'])
  expect(keys([])).toContain('replace.—')
})
