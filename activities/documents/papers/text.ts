import type { Language } from '../../../schema/contracts/lists.ts'

/** A name in the languages somebody gave it in. */
export type Names = Partial<Record<Language, string>>

/** Which of the languages given stands for one that is missing; a name is shown, not guessed. */
const NEXT: Record<Language, readonly Language[]> = {
  'uz-Latn': ['uz-Latn', 'uz-Cyrl', 'ru', 'en'],
  'uz-Cyrl': ['uz-Cyrl', 'uz-Latn', 'ru', 'en'],
  ru: ['ru', 'uz-Latn', 'uz-Cyrl', 'en'],
  en: ['en', 'uz-Latn', 'ru', 'uz-Cyrl'],
}

export function inLanguage(names: Names | null | undefined, language: Language): string | undefined {
  if (names === null || names === undefined) return undefined
  for (const next of NEXT[language]) if (names[next]) return names[next]
  return undefined
}

/** A name or an address in the paper's language where the register has it, otherwise as it is registered. */
export const registeredIn = (language: Language, registered: string, others: Names): string =>
  inLanguage({ ...others, 'uz-Latn': registered }, language) ?? registered

/** A text in the length a field of a paper has; the reader sees that it goes on. */
export function clip(text: string, max: number): string {
  const tidy = text.trim()
  return tidy.length <= max ? tidy : `${tidy.slice(0, max - 1).trimEnd()}…`
}

/** Several lines as one. */
export const oneLine = (text: string, max: number): string => clip(text.replace(/\s+/gu, ' '), max)

/** 2026-2027 in the database, 2026/2027 on paper. */
export const paperYear = (academicYear: string): string => academicYear.replace('-', '/')

/** The academic year a day lies in; it turns on the first of August. */
export function academicYearOf(day: string): string {
  const year = Number(day.slice(0, 4)) - (day.slice(5, 7) < '08' ? 1 : 0)
  return `${year}/${year + 1}`
}

export const isDay = (text: unknown): text is string =>
  typeof text === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(text)
export const isTime = (text: unknown): text is string =>
  typeof text === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(text)

/** What is there, in order, once. */
export const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)]

/** `{ key: value }`, or nothing where there is no value: papers leave out what is not known. */
export function given<K extends string, V>(key: K, value: V | null | undefined): { [key in K]?: V } {
  return value === null || value === undefined || value === '' ? {} : ({ [key]: value } as { [key in K]: V })
}

export const isObjectList = (value: unknown): value is Record<string, unknown>[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'object' && one !== null)
