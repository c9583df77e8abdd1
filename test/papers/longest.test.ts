import { loadPaper } from '../../activities/documents/papers/index.ts'
import { closeRenderer, renderPaper } from '../../documents/render.ts'
import { rowContracts } from '../../schema/contracts/import.ts'
import { LANGUAGES } from '../../schema/contracts/lists.ts'
import { PAPER_KINDS } from '../../schema/contracts/papers.ts'
import { contractOf } from '../../schema/contracts/tasks.ts'
import { useScene } from './scene.ts'

const { requestOf, world } = useScene()

const long = (length: number, word = 'Abdurahmonxoʻjayev ') =>
  word
    .repeat(300)
    .slice(0, length - 1)
    .trimEnd()
    .padEnd(length, 'x')

/** What the borders accept at most, in place of what the samples have. */
const REQUISITES = { legalName: long(300), address: long(300), bankName: long(200), phone: '1'.repeat(60) }
const MASTER_DATA: [statement: string, values: unknown[]][] = [
  [
    'UPDATE person SET surname = $1, given_name = $1, patronymic = $1, post = left(post || $2, 200), phone = $3',
    [long(100), ` ${long(199)}`, '1'.repeat(40)],
  ],
  [
    'UPDATE partner SET name = $1, legal_address = $1, region = $2, sector = $3, main_directions = $4',
    [long(300), long(100), long(200), long(2000)],
  ],
  [
    'UPDATE site SET name = left(code || $1, 300), address = $2, hazards = $3',
    [` ${long(299)}`, long(300), Array.from({ length: 50 }, (_, n) => `${n}`.padEnd(40, 'h'))],
  ],
  [
    `UPDATE programme SET names = jsonb_build_object('uz-Latn', $1::text), code = left(code || $2, 40)`,
    [long(300), '9'.repeat(39)],
  ],
  [`UPDATE department SET names = jsonb_build_object('uz-Latn', $1::text)`, [long(300)]],
  [
    `UPDATE institution SET names = jsonb_build_object('uz-Latn', $1::text), legal_address = $1, bank_name = $1,
      legal_addresses = '{}', bank_names = '{}', city = $2, phone = $3`,
    [long(300), long(100), '1'.repeat(40)],
  ],
  ['UPDATE schedule_line SET study_group = $1, course = 10, planned = 10000', ['G'.repeat(40)]],
  [
    `UPDATE process SET state = jsonb_set(state, '{requisites}', (state -> 'requisites') || $1)
    WHERE jsonb_typeof(state -> 'requisites') = 'object'`,
    [JSON.stringify(REQUISITES)],
  ],
]

beforeAll(async () => {
  for (const [statement, values] of MASTER_DATA) await world().pool.query(statement, values)
})
afterAll(() => closeRenderer())

test('the values are what the borders accept and not a letter less', () => {
  const { legalName, address, bankName, phone } = contractOf('giveRequisites', 'give')?.data.shape ?? {}
  const { post } = rowContracts.staff.shape
  const limits = [legalName, address, bankName, phone, post, rowContracts.students.shape.familyName]
  expect(limits.map((limit) => (limit as { maxLength?: number }).maxLength)).toEqual([
    300, 300, 200, 60, 200, 100,
  ])
})

describe.each(LANGUAGES)('in %s', (language) => {
  test.each(PAPER_KINDS)('%s is made of the longest names and texts', async (kind) => {
    const { pages } = await renderPaper(await loadPaper(world().pool, requestOf(kind, language)))
    expect(pages).toBeGreaterThan(0)
  })
})
