import Holidays from 'date-holidays'
import type { Language } from '../../../schema/contracts/lists.ts'
import type { Day } from '../../../workflows/durable/types.ts'

/** A day moved by decree, as the institution keeps it. */
export interface Override {
  date: Day
  kind: string
  name?: string
}

export interface DayOff {
  date: Day
  name: string
}

const SPOKEN: Record<Language, string[]> = {
  'uz-Latn': ['uz', 'en'],
  'uz-Cyrl': ['uz', 'en'],
  ru: ['ru', 'en'],
  en: ['en'],
}

const calendars = new Map<string, Holidays>()

function calendarOf(country: string, language: Language): Holidays {
  const key = `${country} ${language}`
  const known = calendars.get(key) ?? new Holidays(country, { languages: SPOKEN[language] })
  calendars.set(key, known)
  return known
}

/** Public holidays of a year. A substitute day bears the holiday's name: the remark beside it is not in every language. */
function publicHolidays(country: string, language: Language, year: number): DayOff[] {
  return calendarOf(country, language)
    .getHolidays(year)
    .filter(({ type }) => type === 'public')
    .map(({ date, name, substitute }) => ({
      date: date.slice(0, 10),
      name: substitute ? name.replace(/ \([^)]*\)$/u, '') : name,
    }))
}

/**
 * Days off from one day to another, both included: public holidays and what decrees moved. Names come in the
 * language of the paper where the calendar knows it, otherwise as the institution wrote them.
 */
export function daysOff(
  country: string,
  language: Language,
  overrides: readonly Override[],
  { from, to }: { from: Day; to: Day },
): DayOff[] {
  const off = new Map<Day, string>()
  for (const { date, kind, name } of overrides) if (kind === 'nonWorking' && name) off.set(date, name)
  for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year += 1) {
    for (const { date, name } of publicHolidays(country, language, year)) off.set(date, name)
  }
  for (const { date, kind } of overrides) if (kind === 'working') off.delete(date)
  return [...off]
    .filter(([date]) => date >= from && date <= to)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([date, name]) => ({ date, name }))
}
