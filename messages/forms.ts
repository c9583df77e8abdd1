import { namesOf } from '../schema/contracts/forms/guides.ts'
import type { Problem } from '../schema/contracts/forms/problems.ts'
import type { Language } from './index.ts'
import { hasMessage, message } from './index.ts'

/** The place of a question: a kind of task (or `command`), one of its decisions, and the path of the field. */
export interface Place {
  kind: string
  decision: string
  path: string
}

/** Words that stand elsewhere already, by the name of the field they answer. */
const LISTS: Readonly<Record<string, string>> = {
  form: 'form',
  forms: 'form',
  items: 'item',
  kind: 'paper',
  reason: 'reason',
}

/** startOn as “Start on”: a field that nobody wrote words for can be asked for all the same. */
function spelt(name: string): string {
  const words = name.replace(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const leafOf = (path: string): string => path.replaceAll('.*', '').split('.').at(-1) ?? path

/** The most particular words there are: for this decision, for this kind, for this field wherever it is. */
export function keyOf(
  language: Language,
  what: 'label' | 'help',
  { kind, decision, path }: Place,
): string | null {
  const keys = namesOf(kind, decision, path).map((name) => `form.${what}.${name}`)
  return keys.find((key) => hasMessage(language, key)) ?? null
}

export function labelOf(language: Language, place: Place): string {
  const key = keyOf(language, 'label', place)
  return key === null ? spelt(leafOf(place.path)) : message(language, key)
}

export function helpOf(language: Language, place: Place): string | null {
  const key = keyOf(language, 'help', place)
  return key === null ? null : message(language, key)
}

/** A value of a list in words. */
export function choiceKeyOf(
  language: Language,
  { kind, decision, path }: Place,
  value: string,
): string | null {
  const list = LISTS[leafOf(path)]
  const keys = namesOf(kind, decision, path).map((name) => `form.choice.${name}.${value}`)
  return [...keys, `${list}.${value}`].find((key) => hasMessage(language, key)) ?? null
}

export function choiceOf(language: Language, place: Place, value: string): string {
  const key = choiceKeyOf(language, place, value)
  return key === null ? spelt(value) : message(language, key)
}

/** What is wrong with an answer, as what would be right. */
export const problemSentence = (language: Language, { code, params }: Problem): string =>
  message(language, `form.wrong.${code}`, params)
