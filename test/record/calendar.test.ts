import { bookingOf, climbedAnew, WorkingCalendar } from '../../calendar/working-calendar.ts'
import policy from '../../schema/policies/generic-1.json'
import type { Due, Task } from '../../workflows/durable/types.ts'

const calendar = new WorkingCalendar('Asia/Tashkent', 'UZ', policy.calendar, [
  { date: '2026-12-31', kind: 'nonWorking' },
  { date: '2027-01-16', kind: 'working' },
  { date: '2027-03-22', kind: 'nonWorking' },
])

const task = (due: Due, ladder = 'standard'): Task => ({
  wait: 'task',
  key: 'k',
  kind: 'approveDraft',
  owner: { person: 'p' },
  due,
  ladder,
  data: {},
})

const book = (due: Due, at: string, ladder?: string) =>
  bookingOf(task(due, ladder), 't1', 'p', at, calendar, policy.ladders)

describe('the working calendar', () => {
  it('skips week-ends, public holidays and days moved by decree, and works on days moved the other way', () => {
    expect(calendar.isWorking('2026-11-23')).toBe(true)
    expect(calendar.isWorking('2026-11-22')).toBe(false)
    expect(calendar.isWorking('2026-12-08')).toBe(false)
    expect(calendar.isWorking('2026-12-31')).toBe(false)
    expect(calendar.isWorking('2027-01-16')).toBe(true)
    expect(calendar.addWorkingDays('2026-12-30', 1)).toBe('2027-01-04')
  })

  it('counts a day in the zone of the institution, not in UTC', () => {
    expect(calendar.dayOf('2026-11-23T20:00:00.000Z')).toBe('2026-11-24')
    expect(calendar.instant('2026-11-24', 'morning')).toBe('2026-11-24T04:00:00.000Z')
  })

  it('ends a due day in the evening of a working day', () => {
    expect(book({ days: 5 }, '2026-11-23T05:00:00.000Z').due).toBe('2026-11-30T13:00:00.000Z')
    expect(book({ workingDays: 3 }, '2026-11-25T05:00:00.000Z').due).toBe('2026-11-30T13:00:00.000Z')
    expect(book({ months: 3, from: '2027-07-01' }, '2027-07-01T05:00:00.000Z').due).toBe(
      '2027-10-04T13:00:00.000Z',
    )
  })

  it('gives a task that is late from its birth until the next working evening', () => {
    expect(book({ on: '2026-11-01' }, '2026-11-27T05:00:00.000Z').due).toBe('2026-11-30T13:00:00.000Z')
  })
})

describe('a reminder ladder', () => {
  it('plans no contact in the past, one contact a morning, and the superior last', () => {
    const { rungs } = book({ workingDays: 3 }, '2026-11-23T05:00:00.000Z')
    expect(rungs).toEqual([
      { at: '2026-11-25T04:00:00.000Z', offset: -1, escalates: false },
      { at: '2026-11-27T04:00:00.000Z', offset: 1, escalates: false },
      { at: '2026-11-30T04:00:00.000Z', offset: 3, escalates: false },
      { at: '2026-12-01T04:00:00.000Z', offset: 5, escalates: true },
    ])
  })

  it('moves contacts of free days to the next working morning', () => {
    const { rungs } = book({ on: '2027-01-04' }, '2026-12-20T05:00:00.000Z', 'short')
    expect(rungs.map(({ at }) => at.slice(0, 10))).toEqual(['2027-01-04', '2027-01-05', '2027-01-07'])
  })
})

describe('every ladder ends with an instant at which somebody else is asked', () => {
  const at = '2026-11-23T05:00:00.000Z'
  const ladders = {
    ...policy.ladders,
    early: { contacts: [-3], escalateAfter: null },
    empty: { contacts: [], escalateAfter: null },
    patient: { contacts: [1, 30], escalateAfter: null },
  }
  const names = [...Object.keys(ladders), 'unheardOf', 'institution']

  it.each(names)('%s', (ladder) => {
    const { due, rungs } = bookingOf(task({ days: 5 }, ladder), 't1', 'p', at, calendar, ladders)
    const last = rungs.at(-1)
    expect(last?.at.localeCompare(due)).toBe(1)
    // A reminder is left unanswered for a while before it is in vain.
    const before = rungs.at(-2)?.at
    if (before !== undefined) expect(last?.at.localeCompare(before)).toBe(1)
  })

  it('but that of what lapses anyway: it has its contacts, and no other', () => {
    const lapsing: Task = { ...task({ days: 5 }, 'diary'), lapses: true }
    const { rungs } = bookingOf(lapsing, 't1', 'p', at, calendar, ladders)
    expect(rungs.map(({ offset }) => offset)).toEqual([0, 1, 3])
    const unnamed: Task = { ...lapsing, ladder: 'unheardOf' }
    expect(bookingOf(unnamed, 't1', 'p', at, calendar, ladders).rungs).toEqual([])
  })

  it("and the institution's own goes on each week", () => {
    const climbed = bookingOf(task({ days: 5 }, 'institution'), 't1', 'p', at, calendar, ladders)
    expect(climbedAnew(climbed, at, 7, calendar)).toBeNull()
    const anew = climbedAnew(
      { ...climbed, next: climbed.rungs.length },
      '2026-12-09T04:00:00.000Z',
      7,
      calendar,
    )
    expect(anew).toMatchObject({ next: 0, generation: 7, rungs: [{ at: '2026-12-16T04:00:00.000Z' }] })
    const other = { ...climbed, ladder: 'standard', next: climbed.rungs.length }
    expect(climbedAnew(other, at, 7, calendar)).toBeNull()
  })
})
