import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const ROOT = join(__dirname, '..', '..')
export const FOLDERS = {
  partnership: 'partnership',
  agreement: 'agreement',
  practiceCycle: 'practice-cycle',
  placement: 'placement',
  attestation: 'attestation',
} as const

/** The sources of one folder under workflows/ as one text. */
export function sourceOf(folder: string): string {
  const path = join(ROOT, 'workflows', folder)
  const files = readdirSync(path).filter((name) => name.endsWith('.ts'))
  return files.map((name) => readFileSync(join(path, name), 'utf8')).join('\n')
}

export const allSources = (): string =>
  [...Object.values(FOLDERS), 'durable'].map((folder) => sourceOf(folder)).join('\n')

/** Every first group of the pattern, each once, in order of the alphabet. */
export function found(source: string, pattern: RegExp): string[] {
  return [...new Set([...source.matchAll(pattern)].flatMap((match) => match[1] ?? []))].sort()
}

export const sorted = (list: readonly string[]): string[] => [...list].sort()

export type Written = 'uz-Latn' | 'ru' | 'en'

export function file(language: Written): Record<string, string> {
  return JSON.parse(readFileSync(join(ROOT, 'messages', `${language}.json`), 'utf8'))
}
