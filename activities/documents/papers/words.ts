import { paperTitle } from '../../../documents/wording.ts'
import { toCyrillic } from '../../../language/transliterate.ts'
import { LANGUAGES, type Language } from '../../../schema/contracts/lists.ts'
import { PAPER_KINDS, type PaperKind } from '../../../schema/contracts/papers.ts'
import type { Paper } from '../../../workflows/durable/types.ts'
import { PaperNotLoadable } from './errors.ts'
import hazards from './hazards.json'

export type TitleOf = (kind: string) => string

export function paperKind(kind: string): PaperKind {
  const known = PAPER_KINDS.find((one) => one === kind)
  if (known === undefined) throw new PaperNotLoadable('unknownKind', kind)
  return known
}

function paperLanguage(language: string): Language {
  const known = LANGUAGES.find((one) => one === language)
  if (known === undefined) throw new PaperNotLoadable('unknownLanguage', language)
  return known
}

export const languageOf = (paper: Pick<Paper, 'language'>): Language => paperLanguage(paper.language)

/** What a kind of paper is called, for lists, for basis lines and for the register. */
export function titleOf(kind: string, language: string): string {
  return paperTitle(paperKind(kind), paperLanguage(language))
}

export const titlesIn =
  (language: Language): TitleOf =>
  (kind) =>
    titleOf(kind, language)

type Hazard = keyof (typeof hazards)['uz-Latn']
const isHazard = (code: string): code is Hazard => code in hazards['uz-Latn']

function hazardIn(language: Language, code: Hazard): string {
  switch (language) {
    case 'uz-Cyrl':
      return toCyrillic(hazards['uz-Latn'][code])
    case 'uz-Latn':
    case 'ru':
    case 'en':
      return hazards[language][code]
  }
}

/** Harmful factors of a site in words; a factor nobody put into words stays as written, `none` is nothing. */
export function hazardsIn(language: Language, codes: readonly string[]): string | undefined {
  const named = codes
    .filter((code) => code !== 'none')
    .map((code) => (isHazard(code) ? hazardIn(language, code) : code))
  return named.length === 0 ? undefined : named.join(', ')
}
