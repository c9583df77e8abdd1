import { dateOf, formatDate, formatNumber, numberOf } from '../language/format.ts'
import { fullName, shortName } from '../language/names.ts'
import { russianPlural } from '../language/numerals.ts'
import { toCyrillic } from '../language/transliterate.ts'
import { normaliseUzbek } from '../schema/contracts/characters.ts'
import type { Language } from '../schema/contracts/lists.ts'
import type { PaperOfficial, PaperPerson, PaperRef } from '../schema/contracts/papers/groups.ts'
import type { PaperKind } from '../schema/contracts/papers.ts'
import { fill, messagesOf } from './messages.ts'

type Values = Readonly<Record<string, string | number>>

/** How one language says what composers need; every text of a paper goes through it. */
export interface Wording {
  language: Language
  /** A message with its values. */
  say(key: string, values?: Values): string
  /** Free text from the data, in the script of the paper. */
  own(text: string): string
  /** A known code of the group in words; anything else as it was written. */
  known(group: string, text: string): string
  post(post: string): string
  full(person: PaperPerson): string
  short(person: PaperPerson): string
  /** Post and short name, as in a sentence. */
  officer(official: PaperOfficial): string
  /** Another paper: its title with date and number. */
  ref(ref: PaperRef): string
  /** An agreement or order by date and number before its noun: 2026-yil 1-dekabrdagi 14-sonli. */
  attribute(ref: PaperRef): string
  /** The values `{date}` and `{number}` of a message about another paper. */
  dated(number: string, date: string): { date: string; number: string }
  place(town: string): string
  /** A count with the noun in its form. */
  counted(n: number, noun: string): string
}

export function paperTitle(kind: PaperKind, language: Language): string {
  return fill(messagesOf(language), `title.${kind}`, {})
}

export function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase('en') + text.slice(1)
}

const HEAD_OF_DEPARTMENT = /^head of the department of /i

/** Codes of the posts that are known, by their wording in any language. */
let posts: ReadonlyMap<string, string> | null = null

function postCode(text: string): string | undefined {
  if (posts === null) {
    const languages: Language[] = ['en', 'ru', 'uz-Latn', 'uz-Cyrl']
    posts = new Map(
      languages.flatMap((language) =>
        Object.entries(messagesOf(language))
          .filter(([key]) => key.startsWith('post.'))
          .map(([key, words]) => [words.toLowerCase(), key] as const),
      ),
    )
  }
  return HEAD_OF_DEPARTMENT.test(text) ? 'post.departmentHead' : posts.get(text.toLowerCase())
}

/** Uzbek text has the marks of its alphabet, whatever was typed; Russian and English texts stay as they were written. */
function inScript(language: Language, text: string): string {
  switch (language) {
    case 'uz-Latn':
      return normaliseUzbek(text)
    case 'uz-Cyrl':
      return toCyrillic(text)
    case 'ru':
    case 'en':
      return text
  }
}

export function wordingOf(language: Language): Wording {
  const messages = messagesOf(language)
  const say = (key: string, values: Values = {}) => fill(messages, key, values)
  const own = (text: string) => inScript(language, text)
  const known = (group: string, text: string) => messages[`${group}.${text}`] ?? own(text)
  const post = (text: string) => messages[postCode(text) ?? ''] ?? own(text)
  const short = (person: PaperPerson) => shortName(language, person)
  return {
    language,
    say,
    own,
    known,
    post,
    full: (person) => fullName(language, person),
    short,
    officer: (official) => `${post(official.post)} ${short(official)}`,
    ref: (ref) => reference(language, { ...ref, title: own(ref.title) }),
    attribute: (ref) =>
      inOrder(
        language,
        ref.date === undefined ? '' : dateOf(language, ref.date),
        ref.number === undefined ? '' : numberOf(language, ref.number),
      ).join(' '),
    dated: (number, date) => ({ date: dateOf(language, date), number: formatNumber(language, number) }),
    place: (town) => say('frame.place', { town: known('town', town) }),
    counted: (n, noun) => say(`count.${noun}${pluralForm(language, n)}`, { n }),
  }
}

function pluralForm(language: Language, n: number): 'One' | 'Few' | 'Many' {
  switch (language) {
    case 'uz-Latn':
    case 'uz-Cyrl':
      return 'Many'
    case 'ru':
      return (['One', 'Few', 'Many'] as const)[russianPlural(n)]
    case 'en':
      return n === 1 ? 'One' : 'Many'
  }
}

/** The date before the number, in English after it; what is unknown is left out. */
function inOrder(language: Language, date: string, number: string): string[] {
  return (language === 'en' ? [number, date] : [date, number]).filter(Boolean)
}

function reference(language: Language, { title, number, date }: PaperRef): string {
  const isUzbek = language === 'uz-Latn' || language === 'uz-Cyrl'
  const parts = inOrder(
    language,
    date === undefined ? '' : isUzbek ? formatDate(language, date) : dateOf(language, date),
    number === undefined ? '' : formatNumber(language, number),
  )
  if (parts.length === 0) return title
  return isUzbek ? `${title} (${parts.join(', ')})` : `${title} ${parts.join(' ')}`
}
