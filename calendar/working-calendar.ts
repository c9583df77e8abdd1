import Holidays from 'date-holidays'
import { Temporal } from 'temporal-polyfill'
import type { Policy } from '../schema/contracts/policy.ts'
import { basisOf } from '../workflows/durable/booking.ts'
import type { Booking, Rung } from '../workflows/durable/ledger.ts'
import type { Day, Due, Instant, Task, Wait } from '../workflows/durable/types.ts'
import type { Zone } from '../workflows/durable/zone.ts'

export interface CalendarOverride {
  date: Day
  kind: 'working' | 'nonWorking'
}

/** Time zones are costly to compute with, and everybody's reminders fall on the same mornings. */
const KEPT_INSTANTS = 2_000

/** The working calendar of one institution: its zone, its policy's week, public holidays and days moved by decree. */
export class WorkingCalendar {
  private readonly overrides: Map<Day, 'working' | 'nonWorking'>
  private readonly holidays: Holidays
  private readonly years = new Map<number, Set<Day>>()
  private readonly instants = new Map<string, Instant>()
  private readonly zones = new Map<number, Zone>()

  constructor(
    readonly zone: string,
    country: string,
    private readonly policy: Policy['calendar'],
    overrides: readonly CalendarOverride[],
  ) {
    this.overrides = new Map(overrides.map(({ date, kind }) => [date, kind]))
    this.holidays = new Holidays(country)
  }

  /** The zone's clock from last year on, with its changes of the next three years. */
  zoneAt(at: Instant): Zone {
    const year = Number(at.slice(0, 4))
    const known = this.zones.get(year)
    if (known !== undefined) return known
    const found: { from: Instant; minutes: number }[] = []
    const end = Date.parse(`${year + 3}-01-01T00:00:00Z`)
    const first = Temporal.Instant.from(`${year - 1}-01-01T00:00:00Z`).toZonedDateTimeISO(this.zone)
    for (
      let start: Temporal.ZonedDateTime | null = first;
      start !== null && start.epochMilliseconds < end;
      start = start.getTimeZoneTransition('next')
    ) {
      const minutes = Math.round(start.offsetNanoseconds / 60e9)
      found.push({ from: new Date(start.epochMilliseconds).toISOString(), minutes })
    }
    this.zones.set(year, found)
    return found
  }

  private holidaysOf(year: number): Set<Day> {
    const known = this.years.get(year)
    if (known) return known
    const days = new Set<Day>()
    for (const holiday of this.holidays.getHolidays(year)) {
      if (holiday.type === 'public') days.add(holiday.date.slice(0, 10))
    }
    this.years.set(year, days)
    return days
  }

  isWorking(day: Day): boolean {
    const override = this.overrides.get(day)
    if (override !== undefined) return override === 'working'
    const date = Temporal.PlainDate.from(day)
    return this.policy.workingDays.includes(date.dayOfWeek) && !this.holidaysOf(date.year).has(day)
  }

  /** The day itself when it is worked, otherwise the next one that is. */
  workingDayFrom(day: Day): Day {
    let found = Temporal.PlainDate.from(day)
    while (!this.isWorking(found.toString())) found = found.add({ days: 1 })
    return found.toString()
  }

  addWorkingDays(day: Day, count: number): Day {
    let found = Temporal.PlainDate.from(day)
    for (let left = count; left > 0; ) {
      found = found.add({ days: 1 })
      if (this.isWorking(found.toString())) left -= 1
    }
    return this.workingDayFrom(found.toString())
  }

  dayOf(at: Instant): Day {
    return Temporal.Instant.from(at).toZonedDateTimeISO(this.zone).toPlainDate().toString()
  }

  instant(day: Day, hour: 'morning' | 'evening'): Instant {
    const key = `${day} ${hour}`
    const known = this.instants.get(key)
    if (known !== undefined) return known
    const zoned = Temporal.PlainDate.from(day).toZonedDateTime({
      timeZone: this.zone,
      plainTime: Temporal.PlainTime.from(this.policy[hour]),
    })
    const instant = new Date(zoned.epochMilliseconds).toISOString()
    if (this.instants.size >= KEPT_INSTANTS) this.instants.clear()
    this.instants.set(key, instant)
    return instant
  }

  dueDay(due: Due, at: Instant): Day {
    const from = Temporal.PlainDate.from('from' in due && due.from !== undefined ? due.from : this.dayOf(at))
    if ('on' in due) return due.on
    if ('days' in due) return from.add({ days: due.days }).toString()
    if ('months' in due) return from.add({ months: due.months }).toString()
    return this.addWorkingDays(from.toString(), due.workingDays)
  }
}

const plusDays = (day: Day, days: number): Day => Temporal.PlainDate.from(day).add({ days }).toString()

const NEW = { next: 0, generation: 0 }

/** The instants of a wait. Contacts fall on working mornings; those already past are never planned. */
export function bookingOf(
  wait: Wait,
  id: string,
  owner: string | null,
  at: Instant,
  calendar: WorkingCalendar,
  ladders: Policy['ladders'],
): Booking {
  const basis = basisOf(wait)
  if (wait.wait === 'alarm') {
    const instant = calendar.instant(calendar.dueDay(wait.due, at), wait.hour ?? 'morning')
    const due = instant > at ? instant : at
    const rungs = [{ at: due, offset: 0, escalates: false }]
    return { ...NEW, id, basis, owner: null, opened: '', due, rungs, ladder: '' }
  }
  const wanted = calendar.workingDayFrom(calendar.dueDay(wait.due, at))
  const today = calendar.dayOf(at)
  const day = wanted > today ? wanted : calendar.addWorkingDays(today, 1)
  const due = calendar.instant(day, 'evening')
  const rungs = rungsOf(day, at, calendar, ladders, wait)
  const lapses = wait.lapses === true ? { lapses: true as const } : {}
  return { ...NEW, id, basis, owner, opened: at, due, rungs, ladder: wait.ladder, ...lapses }
}

/** The ladder of the institution's own decision: climbed once, it is begun anew each week until somebody decides. */
const INSTITUTION = 'institution'
const AGAIN_DAYS = 7
/** Days after the last contact at which an answer is no longer expected. */
const IN_VAIN_DAYS = 3
/** Where the policy has no ladder of that name; what lapses anyway needs none. */
const USUAL: Policy['ladders'][string] = { contacts: [1, 3], escalateAfter: null }
const NONE: Policy['ladders'][string] = { contacts: [], escalateAfter: null }

/** Ends with an instant at which somebody else is asked: whoever is above the owner, or the institution. */
function rungsOf(
  day: Day,
  at: Instant,
  calendar: WorkingCalendar,
  ladders: Policy['ladders'],
  { ladder, lapses }: Pick<Task, 'ladder' | 'lapses'>,
): Rung[] {
  const { contacts, escalateAfter } = ladders[ladder] ?? (lapses === true ? NONE : USUAL)
  const on = (offset: number, escalates: boolean): Rung => ({
    at: calendar.instant(calendar.workingDayFrom(plusDays(day, offset)), 'morning'),
    offset,
    escalates,
  })
  const planned = contacts.map((offset) => on(offset, false))
  if (escalateAfter !== null) planned.push(on(escalateAfter, true))
  else if (lapses !== true) planned.push(on(Math.max(0, ...contacts) + IN_VAIN_DAYS, false))
  const ahead = planned.filter((rung) => rung.at > at).sort((a, b) => (a.at < b.at ? -1 : 1))
  return ahead.filter((rung, n) => rung.escalates || rung.at !== ahead[n - 1]?.at)
}

/** A ladder without an end goes on from its last contact; null for every other one, and while there are contacts. */
export function climbedAnew(
  booking: Booking,
  at: Instant,
  generation: number,
  calendar: WorkingCalendar,
): Booking | null {
  if (booking.ladder !== INSTITUTION || booking.next < booking.rungs.length) return null
  const day = calendar.workingDayFrom(plusDays(calendar.dayOf(at), AGAIN_DAYS))
  const offset = (booking.rungs.at(-1)?.offset ?? 0) + AGAIN_DAYS
  const rungs = [{ at: calendar.instant(day, 'morning'), offset, escalates: false }]
  return { ...booking, rungs, next: 0, generation }
}
