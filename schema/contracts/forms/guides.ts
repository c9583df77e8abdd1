import type { FieldGuide, FormGuide } from './guide.ts'
import { FIELDS } from './guides-fields.ts'
import { KINDS } from './guides-kinds.ts'

/** From the most to the least particular: `issuePaper.issue.number`, `issuePaper.number`, `number`, and a row's part. */
export function namesOf(kind: string, decision: string, path: string): string[] {
  const plain = path.replaceAll('.*', '')
  const leaf = plain.split('.').at(-1) ?? plain
  return [...new Set([`${kind}.${decision}.${plain}`, `${kind}.${plain}`, plain, leaf])]
}

export function guideOf(kind: string, decision: string, path: string): FieldGuide {
  const named = namesOf(kind, decision, path).find((name) => Object.hasOwn(FIELDS, name))
  return named === undefined ? {} : (FIELDS[named] ?? {})
}

export const pagesOf = (kind: string, decision: string): FormGuide['pages'] =>
  (KINDS[`${kind}.${decision}`] ?? KINDS[kind])?.pages ?? []
