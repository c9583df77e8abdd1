import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { toCyrillic } from '../language/transliterate.ts'
import type { Language } from '../messages/index.ts'
import { packageRoot } from '../schema/root.ts'

/** The command line's own words: help, headings, remarks. Everything else comes from messages/. */
export type Words = (key: string, params?: Readonly<Record<string, string | number>>) => string

/** Placeholders, commands, names of programs and files, and abbreviations stay as they stand in any alphabet. */
const KEPT = /(\{\{[^}]*\}\}|`[^`]*`|--[\w-]+|[A-Z]{2,}(?:-\d+)?|Node\.js|Temporal|institution\.json)/
const loaded = new Map<Language, Record<string, string>>()

export function loadCliWords(language: Language): Record<string, string> {
  const known = loaded.get(language)
  if (known !== undefined) return known
  const file = join(
    packageRoot(__dirname),
    'cli',
    'messages',
    `${language === 'uz-Cyrl' ? 'uz-Latn' : language}.json`,
  )
  const written: Record<string, string> = JSON.parse(readFileSync(file, 'utf8'))
  const words = language === 'uz-Cyrl' ? inCyrillic(written) : written
  loaded.set(language, words)
  return words
}

function inCyrillic(words: Record<string, string>): Record<string, string> {
  const spell = (text: string): string =>
    text
      .split(KEPT)
      .map((part) => (KEPT.test(part) ? part : toCyrillic(part)))
      .join('')
  return Object.fromEntries(Object.entries(words).map(([key, text]) => [key, spell(text)]))
}

export function wordsIn(language: Language): Words {
  const words = loadCliWords(language)
  return (key, params = {}) => {
    const text = words[key]
    if (text === undefined) throw new Error(`no words for ${key} in ${language}`)
    // Backquotes set commands off inside a sentence; in a list they are noise.
    const shown = /^(?:help|shape)\./.test(key) ? text.replaceAll('`', '') : text
    return shown.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(params[name] ?? '…'))
  }
}
