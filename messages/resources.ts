import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { toCyrillic } from '../language/transliterate.ts'
import type { Language } from '../schema/contracts/lists.ts'
import { packageRoot } from '../schema/root.ts'

export type Words = Record<string, string>

const WRITTEN = ['uz-Latn', 'ru', 'en'] as const
/** Names in code, commands, their options, names of variables and programs stand as they are in every script. */
const KEPT = /(\{\{[^}]*\}\}|`[^`]*`|--[a-z-]+(?: <\w+>)?|[A-Z]+(?:_[A-Z]+)+|PostgreSQL|Temporal)/

function inCyrillic(words: Words): Words {
  const spell = (text: string): string =>
    text
      .split(KEPT)
      .map((part) => (KEPT.test(part) ? part : toCyrillic(part)))
      .join('')
  return Object.fromEntries(Object.entries(words).map(([key, text]) => [key, spell(text)]))
}

/** Every word of every language; Uzbek in Cyrillic is derived from Uzbek in Latin. */
export function loadWords(): Record<Language, Words> {
  const folder = join(packageRoot(__dirname), 'messages')
  const [latin, ru, en] = WRITTEN.map(
    (language): Words => JSON.parse(readFileSync(join(folder, `${language}.json`), 'utf8')),
  )
  if (latin === undefined || ru === undefined || en === undefined) throw new Error('a language has no words')
  return { 'uz-Latn': latin, 'uz-Cyrl': inCyrillic(latin), ru, en }
}
