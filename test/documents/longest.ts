import type { z } from 'zod'
import type { Language } from '../../schema/contracts/lists.ts'
import { letterhead } from '../../schema/contracts/papers/groups.ts'
import { type PaperDocument, type PaperKind, paperData, parsePaper } from '../../schema/contracts/papers.ts'

/** How a text of the greatest length is filled: with words, or with one word of the widest letters. */
export const FILLINGS = ['words', 'one word'] as const
type Filling = (typeof FILLINGS)[number]

const WORDS: Record<Language, string> = {
  'uz-Latn': 'Oʻzbekiston metallurgiya kombinatining qoʻshimcha taʼlim boʻlinmalari Shahrisabz ',
  'uz-Cyrl': 'Oʻzbekiston metallurgiya kombinatining qoʻshimcha taʼlim boʻlinmalari Shahrisabz ',
  ru: 'Навоийское производственное объединение горнорудной промышленности Республики ',
  en: 'Metallurgical undertakings responsible for the interregional administration of ',
}
const WIDEST: Record<Language, string> = { 'uz-Latn': 'Wm', 'uz-Cyrl': 'Shj', ru: 'Щы', en: 'Mw' }

/** Rows of a list: enough for every page to be turned. */
const ROWS = 6
const DAY = '2027-09-30'

interface Place {
  language: Language
  filling: Filling
  /** Which one of a list it is: two rows differ. */
  n: number
}

/** How many elements a list must or may have. */
function bound(schema: z.core.$ZodType, which: 'minimum' | 'maximum'): number | undefined {
  const checks = (schema._zod.def.checks ?? []).map(
    (check) => check._zod.def as unknown as Partial<Record<string, number>>,
  )
  return checks.find((check) => check[which] !== undefined)?.[which]
}

/** The greatest value that a contract accepts, field by field. */
function greatest(schema: z.core.$ZodType, place: Place): unknown {
  const { def } = (schema as z.core.$ZodTypes)._zod
  switch (def.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(def.shape).map(([key, inner]) => [key, greatest(inner, place)]),
      )
    case 'array': {
      const length = Math.max(bound(schema, 'minimum') ?? 0, Math.min(bound(schema, 'maximum') ?? ROWS, ROWS))
      return Array.from({ length }, (_, n) => greatest(def.element, { ...place, n }))
    }
    case 'optional':
    case 'nullable':
      return greatest(def.innerType, place)
    case 'enum': {
      const values = Object.values(def.entries)
      return values[place.n % values.length]
    }
    case 'boolean':
      return true
    case 'number':
      return (schema as z.ZodNumber).maxValue ?? 999_999
    case 'string':
      return text(schema as z.ZodString, place)
    case 'pipe':
      return DAY
    default:
      throw new Error(`no greatest value of ${def.type}`)
  }
}

function text(schema: z.ZodString, { language, filling, n }: Place): string {
  const fits = ['23:59', '2026/2027', DAY, '1'.repeat(5), '1'.repeat(9), '1'.repeat(20), '1'.repeat(27)]
  const special = fits.find((one) => schema.safeParse(one).success && !schema.safeParse('abc abc').success)
  if (special !== undefined) return special
  const most = schema.maxLength ?? 300
  const unit = filling === 'words' ? WORDS[language] : WIDEST[language]
  const filled = `${n + 1}${unit.repeat(Math.ceil(most / unit.length))}`.slice(0, most)
  return filled.trimEnd().padEnd(most, 'j')
}

/** A paper of the kind with the greatest value in every field, and every field there. */
export function longestPaper(kind: PaperKind, language: Language, filling: Filling): PaperDocument {
  const place = { language, filling, n: 0 }
  return parsePaper({
    kind,
    language,
    number: text(letterhead.shape.name, place).slice(0, 140),
    date: DAY,
    place: text(letterhead.shape.name, place).slice(0, 100),
    version: 10_000,
    draft: false,
    verificationCode: '7KQ4-M2XD',
    issuer: greatest(letterhead, place),
    data: consistent(greatest(paperData[kind], place)),
  })
}

/** Lists that a paper reads beside each other are of one length. */
function consistent(data: unknown): unknown {
  if (typeof data !== 'object' || data === null || !('components' in data) || !('rows' in data)) return data
  const { components, rows } = data as { components: unknown[]; rows: { points: unknown[] }[] }
  return { ...data, rows: rows.map((row) => ({ ...row, points: row.points.slice(0, components.length) })) }
}
