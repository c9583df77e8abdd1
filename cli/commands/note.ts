import { findProcess } from '../../client/reads/processes.ts'
import { readerFor } from '../../client/reads/reader.ts'
import { MAX_LIMIT } from '../../client/reads/scope.ts'
import { timeline } from '../../client/reads/timeline.ts'
import { stamp } from '../dates.ts'
import { UsageError } from '../faults.ts'
import type { Commands, Context, Options } from '../program.ts'

export function addNote(commands: Commands): void {
  const group = commands.group('note')
  commands.add(group, {
    usage: 'add <process>',
    key: 'note.add',
    options: [
      ['--text <text>', 'text'],
      ['--key <key>', 'key'],
    ],
    run: add,
  })
  commands.add(group, { usage: 'list <process>', key: 'note.list', run: list })
}

async function add(
  { session, out, words }: Context,
  [name = '']: string[],
  options: Options,
): Promise<undefined> {
  const { by } = session
  const text = options.text('text')
  if (text === undefined) throw new UsageError('noteText')
  const process = await findProcess(await session.scope(), name)
  session.hint.process = process.id
  const facade = await session.facade()
  const { seq } = await facade.send(by, process.id, 'note', { text }, session.keyOf(options.text('key')))
  if (out.json) return out.document({ process: process.id, seq })
  out.line(words('note.added', { seq }))
  return undefined
}

/** Of the process alone, the latest last. */
async function list({ session, out, words, language }: Context, [name = '']: string[]): Promise<undefined> {
  const scope = await session.scope()
  const process = await findProcess(scope, name)
  const notes = (await timeline(scope, process.id, MAX_LIMIT)).filter(({ type }) => type === 'noted')
  if (out.json) return out.document(notes)
  if (notes.length === 0) {
    out.say(words('note.none'))
    return undefined
  }
  const { timeZone } = await readerFor(scope, language, [])
  out.table(
    [
      { title: words('column.when'), whole: true },
      { title: words('column.who'), whole: true },
      { title: words('column.what'), wraps: true },
    ],
    notes.map(({ at, actor, data }) => [stamp(at, timeZone), actor ?? '', String(data.text)]),
  )
  return undefined
}
