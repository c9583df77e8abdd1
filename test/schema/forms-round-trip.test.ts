import fc from 'fast-check'
import { z } from 'zod'
import type { Field } from '../../schema/contracts/forms/fields.ts'
import { questionsOf } from '../../schema/contracts/forms/fields.ts'
import { treeOf } from '../../schema/contracts/forms/posted.ts'
import { readPosted } from '../../schema/contracts/forms/read.ts'
import type { Shape } from '../../schema/contracts/forms/shape.ts'
import { bodyOf } from '../../schema/contracts/forms/write.ts'
import type { DecisionContract } from '../../schema/contracts/tasks.ts'
import { COMMANDS, DELEGATE, TASKS } from '../../schema/contracts/tasks.ts'
import type { Data, Json } from '../../workflows/durable/types.ts'

/** Contracts of every kind there is, and one of tomorrow with everything a contract may hold. */
const TOMORROW: DecisionContract = {
  data: z.strictObject({
    note: z.string().min(1).max(2000),
    way: z.discriminatedUnion('by', [
      z.strictObject({ by: z.literal('rail'), train: z.string().min(1).max(20) }),
      z.strictObject({ by: z.literal('road'), kilometres: z.number().int().min(1).max(900) }),
    ]),
    grades: z.record(z.string().min(1).max(20), z.number().int().min(0).max(5)),
    levels: z.array(z.enum(['low', 'high'])).max(2),
    left: z.string().max(20).nullable(),
    steps: z
      .array(
        z.strictObject({ name: z.string().min(1).max(40), parts: z.array(z.string().min(1).max(40)).max(3) }),
      )
      .max(3),
  }),
  people: [],
}

const contracts: [kind: string, decision: string, contract: DecisionContract][] = [
  ...Object.entries(TASKS).flatMap(([kind, decisions]) =>
    Object.entries(decisions).map(([decision, contract]): [string, string, DecisionContract] => [
      kind,
      decision,
      contract,
    ]),
  ),
  ...Object.entries(COMMANDS).map(([name, contract]): [string, string, DecisionContract] => [
    'command',
    name,
    contract,
  ]),
  ['', 'delegate', DELEGATE],
  ['planJourney', 'plan', TOMORROW],
]

const words = fc
  .array(fc.constantFrom('Oʻquv', 'амалиёт', 'sex-2', '«Zarafshon»', '№5', '1', 'on', '0', 'a.b', '31.12'), {
    minLength: 1,
    maxLength: 3,
  })
  .map((list) => list.join(' '))

const day = fc
  .integer({ min: 0, max: 20_000 })
  .map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10))

/** Any value that the contract could hold. */
function anyOf({ path, shape, fields, widget }: Field): fc.Arbitrary<Json> {
  if (path === 'email') return fc.constantFrom('info@zkm.uz', 'kadrlar-2@navoi.mining.uz')
  if (path === 'phone') return fc.constantFrom('+998 79 223 00 00', '+998931234567')
  switch (shape.holds) {
    case 'list': {
      const [only] = fields
      const item: fc.Arbitrary<Json> =
        shape.of.holds === 'group' ? groupOf(fields) : only === undefined ? fc.constant('x') : anyOf(only)
      return fc.array(item, { minLength: shape.least, maxLength: Math.min(shape.most ?? 4, 4) })
    }
    case 'group':
      return groupOf(fields)
    case 'record':
      return fc.dictionary(
        words.map((name) => name.slice(0, 20).trim()),
        scalarOf(shape.of),
        { minKeys: 1, maxKeys: 3 },
      )
    default:
      return widget === 'hidden' && shape.holds === 'constant' ? fc.constant(shape.value) : scalarOf(shape)
  }
}

function scalarOf(shape: Shape): fc.Arbitrary<Json> {
  switch (shape.holds) {
    case 'text':
      return words.map((text) => text.slice(0, Math.min(shape.most ?? 60, 60)).trim())
    case 'digits':
      return fc.stringMatching(new RegExp(`^\\d{${shape.count}}$`))
    case 'hash':
      return fc.stringMatching(/^[0-9a-f]{64}$/)
    case 'day':
      return day
    case 'clock':
      return fc
        .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
        .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'))
    case 'number': {
      const scale = shape.step === 0.01 ? 100 : 1
      const least = Math.ceil((shape.least ?? -1000) * scale)
      const most = Math.floor(Math.min(shape.most ?? 1000, 1_000_000) * scale)
      return fc.integer({ min: least, max: most }).map((number) => number / scale)
    }
    case 'yesNo':
      return fc.boolean()
    case 'constant':
      return fc.constant(shape.value)
    case 'oneOf':
      return fc.constantFrom(...shape.values)
    case 'person':
      return fc.constantFrom('S006', 'C002', 'ZTU26000001')
    default:
      throw new Error(`no scalar: ${shape.holds}`)
  }
}

/** What is not asked for is not there: a payment where nothing is paid. */
function groupOf(fields: readonly Field[]): fc.Arbitrary<Data> {
  const name = ({ path }: Field): string => path.slice(path.lastIndexOf('.') + 1)
  const all = fc.record(
    Object.fromEntries(
      fields.map((field) => [
        name(field),
        field.required
          ? field.nullable
            ? fc.option(anyOf(field))
            : anyOf(field)
          : fc.option(anyOf(field), { nil: undefined }),
      ]),
    ),
  )
  return all.map((group) =>
    Object.fromEntries(
      fields.flatMap((field): [string, Json][] => {
        const value = group[name(field)]
        const asked = field.when === null || field.when.is.some((is) => is === group[field.when?.name ?? ''])
        return asked && value !== undefined ? [[name(field), value]] : []
      }),
    ),
  )
}

test.each(contracts)('%s %s: what a form shows is what is read from it', (kind, decision, contract) => {
  const fields = questionsOf(kind, decision, contract).flat()
  const any = groupOf(fields)
  expect(fc.sample(any, 100).some((data) => contract.data.safeParse(data).success)).toBe(true)
  const valid = any.filter((data) => contract.data.safeParse(data).success)
  fc.assert(
    fc.property(valid, (data) => {
      const tree = treeOf(bodyOf(fields, data))
      if ('fault' in tree) throw new Error(tree.fault)
      expect(contract.data.parse(readPosted(fields, tree).data)).toEqual(contract.data.parse(data))
    }),
    { numRuns: 40 },
  )
})
