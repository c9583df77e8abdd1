import { edit, leave, type RecordEdited, type RecordKind } from '../../client/edit.ts'
import { oneOf } from '../../client/lists/page.ts'
import { pageOfPeople } from '../../client/lists/register.ts'
import { rowContracts } from '../../schema/contracts/import.ts'
import { Refused } from '../../schema/refused.ts'
import { UsageError } from '../faults.ts'
import type { Commands, Context, Leaf, Options } from '../program.ts'
import type { Words } from '../words.ts'
import { addPartnerReads, addPeopleReads, addProgrammeReads, addSiteReads } from './register.ts'

/** What a person's kind is called as an import file. */
const FILES: Readonly<Record<string, RecordKind>> = {
  staff: 'staff',
  contact: 'contacts',
  student: 'students',
}

/** Records of the register by hand, one by one: columns and rules are those of the import. */
export function addRecords(commands: Commands): void {
  const people = commands.group('person')
  addPeopleReads(commands, people)
  commands.add(people, {
    usage: 'set <code>',
    key: 'person.set',
    options: [
      ['--set <column=value>', 'set'],
      ['--new <kind>', 'new'],
      ['--gone', 'gone'],
      ['--back', 'back'],
    ],
    several: ['set'],
    more: (words) => columnsOf(words, ['staff', 'contacts', 'students']),
    run: setPerson,
  })
  const partners = commands.group('partner')
  addPartnerReads(commands, partners)
  commands.add(partners, setting('partner', 'partners'))
  const sites = commands.group('site')
  addSiteReads(commands, sites)
  commands.add(sites, setting('site', 'sites'))
  const programmes = commands.group('programme')
  addProgrammeReads(commands, programmes)
  commands.add(programmes, setting('programme', 'programmes'))
}

const setting = (group: string, kind: RecordKind): Leaf => ({
  usage: 'set <code>',
  key: `${group}.set`,
  options: [
    ['--set <column=value>', 'set'],
    ['--new', 'new'],
  ],
  several: ['set'],
  more: (words) => columnsOf(words, [kind]),
  run: async (context, [code = ''], options) => {
    const is = options.is('new') ? 'new' : 'known'
    return tell(context, await editIn(context, { kind, code, is, fields: fieldsOf(options) }))
  },
})

async function setPerson(context: Context, [code = '']: string[], options: Options): Promise<undefined> {
  const kind = options.text('new')
  if (kind !== undefined) {
    const file = Object.hasOwn(FILES, kind) ? FILES[kind] : undefined
    if (file === undefined)
      throw new UsageError('personKind', { name: kind, kinds: Object.keys(FILES).join(', ') })
    return tell(context, await editIn(context, { kind: file, code, is: 'new', fields: fieldsOf(options) }))
  }
  const { session } = context
  const scope = await session.scope()
  const person = await oneOf((asked) => pageOfPeople(scope, asked), code, 'unknownPerson')
  const known = { kind: FILES[person.kind] ?? 'staff', code: person.code, is: 'known' as const }
  const edited = await editIn(context, { ...known, fields: fieldsOf(options) })
  const active = options.is('back') ? true : options.is('gone') ? false : null
  if (active === null) return tell(context, edited)
  const left = await leave(await session.database(), scope, session.by, { code: person.code, active })
  const change = { field: 'active', was: String(!active), is: String(active) }
  const changes = left.changed ? [...edited.changes, change] : edited.changes
  tell(context, { ...edited, changes })
  if (!active && left.openTasks > 0) {
    context.out.say(context.words('record.openTasks', { count: left.openTasks }))
    context.out.say(`Next: ${session.next(`bitim task list --owner ${person.code}`)}`)
  }
  return undefined
}

async function editIn(
  { session, out, words }: Context,
  wanted: Parameters<typeof edit>[3],
): Promise<RecordEdited> {
  try {
    return await edit(await session.database(), await session.scope(), session.by, wanted)
  } catch (error) {
    if (error instanceof Refused && !out.json) for (const line of faultsIn(error, words)) out.say(line)
    throw error
  }
}

/** “rank: not within its bounds.” and what helps, for each column that is wrong. */
const faultsIn = ({ fields }: Refused, words: Words): string[] =>
  fields.map(({ path, params }) => {
    const shown = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]))
    const [what, next] = [`reason.${shown.reason}`, `advice.${shown.reason}`]
    return `- ${path.join('.')}: ${words(what, shown)}. ${words(next, shown)}`
  })

/** `--set email=a@b.uz`; nothing behind the sign empties the column. */
function fieldsOf(options: Options): Record<string, string> {
  const pairs = options.several('set').map((pair) => {
    const sign = pair.indexOf('=')
    if (sign < 1) throw new UsageError('notAPair', { name: pair })
    return [pair.slice(0, sign), pair.slice(sign + 1)] as const
  })
  return Object.fromEntries(pairs)
}

function tell({ out, words }: Context, edited: RecordEdited): undefined {
  if (out.json) return out.document(edited)
  const { code, created, changes, remarks } = edited
  if (created) out.line(words('record.created', { code }))
  else if (changes.length === 0) out.line(words('record.same', { code }))
  else
    out.table(
      [
        { title: words('column.column') },
        { title: words('column.was'), wraps: true },
        { title: words('column.became'), wraps: true },
      ],
      changes.map(({ field, was, is }) => [field, was, is]),
    )
  for (const { column, reason } of remarks) out.say(`- ${column ?? code}: ${words(`reason.${reason}`)}.`)
  return undefined
}

/** What can be set, as the help shows it. */
function columnsOf(words: Words, kinds: readonly RecordKind[]): string {
  const lines = kinds.map((kind) => `  ${kind}: ${Object.keys(rowContracts[kind].shape).slice(1).join(', ')}`)
  return ['', words('help.record.columns'), ...lines].join('\n')
}
