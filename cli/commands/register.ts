import type { Command } from 'commander'
import type { Page, Part } from '../../client/lists/page.ts'
import { oneOf } from '../../client/lists/page.ts'
import { pageOfPartners, pageOfPeople, pageOfProgrammes, pageOfSites } from '../../client/lists/register.ts'
import type { Scope } from '../../client/reads/scope.ts'
import { nameIn } from '../../registers/names.ts'
import type { Commands, Context, Options } from '../program.ts'

/** A list of the register: how it is read, and what its table shows of a record; the first is its code. */
interface Register<Item> {
  group: string
  options: readonly (readonly [flags: string, key: string])[]
  page(scope: Scope, asked: Part & Record<string, string | number | undefined>): Promise<Page<Item>>
  columns: readonly string[]
  cells(item: Item, context: Context): (string | number | null)[]
  unknown: string
}

const TEXT = ['--text <text>', 'text'] as const
const PARTNER = ['--partner <partner>', 'partner'] as const

export const addPeopleReads = (commands: Commands, group: Command): void =>
  addReads(commands, group, {
    group: 'person',
    options: [TEXT, PARTNER, ['--kind <kind>', 'kind'], ['--role <role>', 'role']],
    page: pageOfPeople,
    columns: ['code', 'name', 'post', 'partner', 'roles'],
    cells: ({ code, fullName, post, partner, roles }) => [code, fullName, post, partner, roles.join(', ')],
    unknown: 'unknownPerson',
  })

export const addPartnerReads = (commands: Commands, group: Command): void =>
  addReads(commands, group, {
    group: 'partner',
    options: [TEXT],
    page: pageOfPartners,
    columns: ['code', 'name', 'region', 'state'],
    cells: ({ code, name, names, region, status }, { language }) => [
      code,
      nameIn(language, { ...names, 'uz-Latn': name }, 'uz-Latn'),
      region,
      status,
    ],
    unknown: 'unknownPartner',
  })

export const addSiteReads = (commands: Commands, group: Command): void =>
  addReads(commands, group, {
    group: 'site',
    options: [TEXT, PARTNER],
    page: pageOfSites,
    columns: ['code', 'name', 'partner', 'capacity'],
    cells: ({ code, name, partner, capacity }) => [code, name, partner, capacity],
    unknown: 'unknownRecord',
  })

export const addProgrammeReads = (commands: Commands, group: Command): void =>
  addReads(commands, group, {
    group: 'programme',
    options: [],
    page: pageOfProgrammes,
    columns: ['code', 'name', 'department'],
    cells: ({ code, names, department }, { language }) => [
      code,
      nameIn(language, names, 'uz-Latn'),
      department,
    ],
    unknown: 'unknownRecord',
  })

function addReads<Item extends object>(commands: Commands, to: Command, register: Register<Item>): void {
  const { group, options } = register
  commands.add(to, {
    usage: 'list',
    key: `${group}.list`,
    options: [...options, ['--limit <n>', 'limit']],
    run: (context, _, given) => list(context, given, register),
  })
  commands.add(to, {
    usage: 'show <code>',
    key: `${group}.show`,
    run: (context, [code = '']) => show(context, code, register),
  })
}

async function list<Item>(
  context: Context,
  given: Options,
  { options, page, columns, cells }: Register<Item>,
): Promise<undefined> {
  const { session, out, words } = context
  const asked = Object.fromEntries(options.map(([, key]) => [key, given.text(key)]))
  const { items, next } = await page(await session.scope(), { ...asked, limit: given.count('limit') })
  if (out.json) return out.document(items)
  if (items.length === 0) {
    out.say(words('register.none'))
    return undefined
  }
  out.table(
    columns.map((name, n) => ({
      title: words(`column.${name}`),
      ...(n === 0 ? { whole: true } : { wraps: true }),
    })),
    items.map((item) => cells(item, context).map((cell) => String(cell ?? ''))),
  )
  if (next !== null) out.say(words('register.more'))
  return undefined
}

/** One record with everything kept of it; ids of ours say nothing to anybody. */
async function show<Item extends object>(
  { session, out }: Context,
  code: string,
  { page, unknown }: Register<Item>,
): Promise<undefined> {
  const scope = await session.scope()
  const { id: _, ...record } = (await oneOf((asked) => page(scope, { ...asked }), code, unknown)) as Item & {
    id: string
  }
  if (out.json) return out.document(record)
  out.fields(
    Object.entries(record).map(([name, value]) => [name, value === null ? '' : textOf(value)] as const),
  )
  return undefined
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.join(', ')
  return typeof value === 'object' && value !== null ? Object.values(value).join(' · ') : String(value)
}
