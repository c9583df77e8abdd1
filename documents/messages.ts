import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { toCyrillic } from '../language/transliterate.ts'
import type { Language } from '../schema/contracts/lists.ts'
import { packageRoot } from '../schema/root.ts'

/** The words of the papers: flat keys, `{name}` where a value comes. */
export type Messages = Readonly<Record<string, string>>

const file = z.record(z.string(), z.record(z.string(), z.string()))
const kept = new Map<Language, Messages>()

/** All words of a language; Uzbek Cyrillic is derived from Latin. */
export function messagesOf(language: Language): Messages {
  const known = kept.get(language)
  if (known !== undefined) return known
  const messages = language === 'uz-Cyrl' ? inCyrillic(messagesOf('uz-Latn')) : read(language)
  kept.set(language, messages)
  return messages
}

function read(language: Language): Messages {
  const path = join(packageRoot(__dirname), 'documents', 'messages', `${language}.json`)
  const groups = file.parse(JSON.parse(readFileSync(path, 'utf8')))
  return Object.fromEntries(
    Object.entries(groups).flatMap(([group, words]) =>
      Object.entries(words).map(([key, text]) => [`${group}.${key}`, text]),
    ),
  )
}

function inCyrillic(latin: Messages): Messages {
  return Object.fromEntries(Object.entries(latin).map(([key, text]) => [key, toCyrillic(text)]))
}

/** The message with its values; a missing message or value is a mistake of the composer and is thrown. */
export function fill(
  messages: Messages,
  key: string,
  values: Readonly<Record<string, string | number>>,
): string {
  const text = messages[key]
  if (text === undefined) throw new Error(`no message ${key}`)
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name]
    if (value === undefined) throw new Error(`message ${key} needs ${name}`)
    return String(value)
  })
}
