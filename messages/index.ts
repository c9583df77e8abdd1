import { createInstance } from 'i18next'
import { LANGUAGES, type Language } from '../schema/contracts/lists.ts'
import { loadWords } from './resources.ts'

export { LANGUAGES, type Language }

/** What fills the placeholders. `count` chooses the plural, `context` a variant of the sentence. */
export type Params = Record<string, unknown> & { count?: number; context?: string }

const NAMESPACE = 'words'
/** Stands for what nobody knows: a sentence with a gap is better than no sentence. */
export const GAP = '…'

/** Only a first letter followed by a small one: codes and abbreviations keep their capitals. */
const lower = (text: string): string =>
  /^\p{Lu}\p{Ll}/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text

function start() {
  const words = loadWords()
  const instance = createInstance()
  void instance.init({
    initAsync: false,
    resources: Object.fromEntries(LANGUAGES.map((language) => [language, { [NAMESPACE]: words[language] }])),
    ns: [NAMESPACE],
    defaultNS: NAMESPACE,
    supportedLngs: LANGUAGES,
    load: 'currentOnly',
    fallbackLng: false,
    // Keys are flat, so that one line of a file is one key.
    keySeparator: false,
    nsSeparator: false,
    returnEmptyString: false,
    missingInterpolationHandler: () => GAP,
    interpolation: { escapeValue: false },
  })
  instance.services.formatter?.add('lower', (value: unknown) => lower(String(value)))
  return instance
}

const i18n = start()

/** Parameters only fill gaps: none of them can be an option of the library. */
function options(lng: Language, params: Params) {
  const { count, context } = params
  return {
    lng,
    replace: params,
    ...(count === undefined ? {} : { count }),
    ...(context === undefined ? {} : { context }),
  }
}

export function hasMessage(language: Language, key: string, params: Params = {}): boolean {
  return i18n.exists(key, options(language, params))
}

/** A sentence or a word in the reader's language. Plain text: whoever puts it into HTML escapes it. */
export function message(language: Language, key: string, params: Params = {}): string {
  if (!hasMessage(language, key, params)) throw new Error(`no message ${key} in ${language}`)
  const text = i18n.t(key, options(language, params))
  // A Russian date ends in an abbreviation whose full stop also ends the sentence.
  return language === 'ru' ? text.replaceAll('г..', 'г.') : text
}

export const isLanguage = (text: string): text is Language => LANGUAGES.some((known) => known === text)
