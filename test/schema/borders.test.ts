import type { z } from 'zod'
import { institutionContract, rowContracts } from '../../schema/contracts/import.ts'
import { paperData } from '../../schema/contracts/papers.ts'
import { policyContract } from '../../schema/contracts/policy.ts'
import { COMMANDS, contractOf, TASKS } from '../../schema/contracts/tasks.ts'

type Strings = { path: string; schema: z.core.$ZodType }[]

const takesText = (schema: unknown): boolean => {
  const { def } = (schema as z.core.$ZodTypes)._zod
  return def.type === 'string' || (def.type === 'pipe' && takesText(def.in))
}

/** Every contract of a text within a contract, with the way to it. */
function stringsOf(schema: unknown, path: string, seen = new Set<unknown>()): Strings {
  if (typeof schema !== 'object' || schema === null || seen.has(schema)) return []
  seen.add(schema)
  if (!('_zod' in schema)) {
    return Object.entries(schema).flatMap(([key, inner]) => stringsOf(inner, `${path}.${key}`, seen))
  }
  const { def } = (schema as z.core.$ZodTypes)._zod
  // A pipe that begins with a text is the contract of that text.
  if (def.type === 'string' || (def.type === 'pipe' && takesText(def.in)))
    return [{ path, schema: schema as z.core.$ZodType }]
  const { checks: _, ...inner } = def
  return Object.entries(inner).flatMap(([key, value]) =>
    stringsOf(value, key === 'shape' ? path : `${path}.${key}`, seen),
  )
}

const decisions = Object.entries(TASKS).flatMap(([kind, of]) =>
  Object.keys(of).map((decision) => [`${kind}.${decision}`, contractOf(kind, decision)?.data] as const),
)
const BORDERS = [
  ...decisions,
  ...Object.entries(COMMANDS).map(([type, { data }]) => [type, data] as const),
  ...Object.entries(rowContracts),
  ...Object.entries(paperData),
  ['institution', institutionContract] as const,
  ['policy', policyContract] as const,
]

/** A text made of one of these would stop the paper it stands in, or show what nobody wrote. */
const NEVER = ['a ✓', 'a ☎', 'مرحبا بالجميع', '企業 企業', 'a \uFFFDb', 'a\u202Eb', 'a\u0007b']

test.each(BORDERS)('%s takes no text that a paper could not show', (name, contract) => {
  const open = stringsOf(contract, name).flatMap(({ path, schema }) =>
    NEVER.filter((text) => (schema as z.ZodString).safeParse(text).success).map((text) => `${path}: ${text}`),
  )
  expect(open).toEqual([])
})

test('the texts of all borders are looked at', () => {
  const all = BORDERS.flatMap(([name, contract]) => stringsOf(contract, name))
  expect(all.length).toBeGreaterThan(200)
})
