import type { Language } from '../schema/contracts/lists.ts'
import type { PaperPerson } from '../schema/contracts/papers/groups.ts'
import { nameToCyrillic, toRussianName } from './transliterate.ts'

const NBSP = '\u00A0'

export type NameParts = Pick<PaperPerson, 'surname' | 'givenName' | 'patronymic'>

const words = (text: string): string[] => text.split(/\s+/).filter(Boolean)

/** A whole name, surname first, in parts of as many words as the registered ones have. */
function partsLike(own: string, { surname, givenName }: PaperPerson): NameParts {
  const all = words(own)
  const first = words(surname).length
  const second = first + words(givenName).length
  const patronymic = all.slice(second).join(' ')
  return {
    surname: all.slice(0, first).join(' '),
    givenName: all.slice(first, second).join(' '),
    ...(patronymic === '' ? {} : { patronymic }),
  }
}

function spelt({ surname, givenName, patronymic }: NameParts, spell: (part: string) => string): NameParts {
  return {
    surname: spell(surname),
    givenName: spell(givenName),
    ...(patronymic === undefined ? {} : { patronymic: spell(patronymic) }),
  }
}

/** The parts of a name in the script of a paper: in the person's own spelling where there is one. */
export function partsOf(language: Language, person: PaperPerson): NameParts {
  switch (language) {
    case 'uz-Latn':
      return person
    case 'uz-Cyrl':
      return person.nameCyrl === undefined
        ? spelt(person, nameToCyrillic)
        : partsLike(person.nameCyrl, person)
    case 'ru':
      return person.nameRu === undefined ? spelt(person, toRussianName) : partsLike(person.nameRu, person)
    case 'en':
      return person.nameEn === undefined ? person : partsLike(person.nameEn, person)
  }
}

/** A name as it stands in lists: surname, given name, patronymic. */
export function fullName(language: Language, person: PaperPerson): string {
  const { surname, givenName, patronymic } = partsOf(language, person)
  return [surname, givenName, patronymic].filter(Boolean).join(' ')
}

/** Letters of two signs that an initial keeps whole. */
const INITIAL = /^(?:Sh|Ch|[OG]ʻ|.)/iu

function initial(name: string): string {
  const letter = INITIAL.exec(name)?.[0] ?? ''
  return `${letter.charAt(0).toUpperCase()}${letter.slice(1).toLowerCase()}.`
}

/** S. Yoʻldosheva; in Russian С.Р. Юлдашева. Never broken over two lines. */
export function shortName(language: Language, person: PaperPerson): string {
  const { surname, givenName, patronymic } = partsOf(language, person)
  const second = language === 'ru' && patronymic !== undefined ? initial(patronymic) : ''
  const unbroken = surname.replaceAll(' ', NBSP)
  return givenName === '' ? unbroken : `${initial(givenName)}${second}${NBSP}${unbroken}`
}

const LATIN_ALPHABET = 'a b d e f g h i j k l m n o p q r s t u v x y z oʻ gʻ sh ch ng'.split(' ')
const CYRILLIC_ALPHABET = [...'абвгдеёжзийклмнопрстуфхцчшъьэюяўқғҳ']

/** Place of every letter in the alphabet; what is no letter comes first. */
function sortKey(text: string, alphabet: readonly string[]): number[] {
  const key: number[] = []
  const lower = text.toLowerCase().replaceAll('ʼ', '')
  for (let at = 0; at < lower.length; ) {
    const pair = alphabet.indexOf(lower.slice(at, at + 2))
    const isPair = pair >= 0 && lower.length >= at + 2
    key.push(isPair ? pair : alphabet.indexOf(lower.charAt(at)))
    at += isPair ? 2 : 1
  }
  return key
}

function compareKeys(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i += 1) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

/** Order of words by the alphabet of the language, never by code point. */
export function collate(language: Language): (a: string, b: string) => number {
  switch (language) {
    case 'uz-Latn':
      return (a, b) => compareKeys(sortKey(a, LATIN_ALPHABET), sortKey(b, LATIN_ALPHABET))
    case 'uz-Cyrl':
      return (a, b) => compareKeys(sortKey(a, CYRILLIC_ALPHABET), sortKey(b, CYRILLIC_ALPHABET))
    case 'ru':
      return new Intl.Collator('ru').compare
    case 'en':
      return new Intl.Collator('en').compare
  }
}

/** Persons by full name in the alphabet of the language. */
export function byName<T>(language: Language, rows: readonly T[], personOf: (row: T) => PaperPerson): T[] {
  const compare = collate(language)
  return rows
    .map((row) => ({ row, name: fullName(language, personOf(row)) }))
    .sort((a, b) => compare(a.name, b.name))
    .map(({ row }) => row)
}
