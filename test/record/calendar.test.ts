import { bookingOf, WorkingCalendar } from '../../calendar/working-calendar.ts'
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
