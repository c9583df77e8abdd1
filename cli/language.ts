import type { Language } from '../messages/index.ts'
import { isLanguage } from '../messages/index.ts'

/**
 * The reader's language: what --language says, otherwise the locale of the machine, otherwise English. Found before
 * the command line is understood, so that mistakes in it are told in the reader's language too.
 */
export function languageOf(argv: readonly string[], environment: NodeJS.ProcessEnv): Language {
  const place = argv.findIndex((word) => word === '--language' || word.startsWith('--language='))
  const word = argv[place]
  const given = word?.includes('=') === true ? word.slice(word.indexOf('=') + 1) : argv[place + 1]
  if (place >= 0 && given !== undefined && isLanguage(given)) return given
  return fromLocale(environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || '')
}

function fromLocale(locale: string): Language {
  if (/^uz/i.test(locale)) return /cyr/i.test(locale) ? 'uz-Cyrl' : 'uz-Latn'
  return /^ru/i.test(locale) ? 'ru' : 'en'
}
