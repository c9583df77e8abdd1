import { attestationCore } from '../../workflows/attestation/process.ts'
import type { Running } from '../../workflows/durable/ledger.ts'
import { restore } from '../../workflows/durable/restore.ts'
import { lookAgain } from '../../workflows/durable/turnover.ts'
import { partnershipCore } from '../../workflows/partnership/process.ts'
import type { PartnershipState } from '../../workflows/partnership/state.ts'
import { placementCore } from '../../workflows/placement/process.ts'
import type { PlacementState } from '../../workflows/placement/state.ts'
import { practiceCycleCore } from '../../workflows/practice-cycle/process.ts'
import type { CycleState } from '../../workflows/practice-cycle/state.ts'
import { POLICY } from './outside.ts'
import { C, placement, running } from './story.ts'

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

describe('a placement whose weeks were tasks of their own goes on', () => {
  const earlier = {
    ...{
      id: 'x',
      trainee: 's1',
      mentor: 'm1',
      partner: 'zkm',
      start: '2027-02-08',
      end: '2027-03-06',
      weeks: 4,
    },
    ...{ stage: 'running', week: 3, confirmed: 0, absentDays: 0, policy: POLICY.placement },
    diary: {
      1: { step: 'asked', attempt: 2 },
      2: { step: 'written', attempt: 1 },
      3: { step: 'asked', attempt: 1 },
    },
  }

  test('with one task for what is missing and one for what waits for the mentor', () => {
    const state = placementCore.upcast?.(earlier) as PlacementState
    const tasks = placementCore.waits(state).flatMap((wait) => (wait.wait === 'task' ? [wait] : []))
    expect(tasks.map(({ kind, data }) => [kind, data.weeks])).toEqual([
      ['writeDiary', [1, 3]],
      ['confirmDiary', [2]],
    ])
    expect(placementCore.upcast?.(state)).toEqual(state)
  })

  test('from its facts, with the tasks of single weeks closed and those for all of them opened', () => {
    const runner = running()
    runner.advance('2027-03-01T06:00:00.000Z')
    const id = placement('L01', 1)
    const { running: carried, facts } = runner.process(id)
    const week = (n: number): [string, object] => [
      `diary.${n}.1`,
      { ...Object.values(carried.book)[0], rungs: [] },
    ]
    const book = Object.fromEntries([1, 2, 3].map(week)) as unknown as Running<unknown>['book']
    const restored = restore(placementCore, { ...carried, facts, book, outbox: [] })
    const { opened, closed } = lookAgain(placementCore, restored)
    expect(closed.map(({ key }) => key)).toEqual(['diary.1.1', 'diary.2.1', 'diary.3.1'])
    expect(opened.flatMap((wait) => (wait.wait === 'task' ? [wait.data.weeks] : []))).toEqual([[1, 2, 3]])
  })
})

test('attendance that was confirmed week by week reads as before', () => {
  const runner = running()
  runner.advance('2027-02-21T06:00:00.000Z')
  const { state } = runner.process(C).running as Running<CycleState>
  const fact = { type: 'attendanceConfirmed' as const, line: 'L01', didNotShow: [], week: 1 }
  const event = { ...fact, absent: [{ trainee: 'L01s2', days: 2 }] }
  const after = practiceCycleCore.evolve(state, event)
  expect(after.lines[0]).toMatchObject({ asked: [2] })
  const [effect] = practiceCycleCore.effects(event, after)
  const second = effect?.type === 'tell' ? effect.messages[1]?.command : undefined
  expect(second?.data).toEqual({ weeks: [{ week: 1, absentDays: 2 }], didNotShow: false })
})
