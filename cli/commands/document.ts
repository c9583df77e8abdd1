import { spawn } from 'node:child_process'
import { access } from 'node:fs/promises'
import type { DocumentRow } from '../../client/reads/documents.ts'
import { findDocument, listDocuments } from '../../client/reads/documents.ts'
import { findProcess } from '../../client/reads/processes.ts'
import { readerFor } from '../../client/reads/reader.ts'
import { message } from '../../messages/index.ts'
import { readable } from '../../messages/readable.ts'
import { PAPER_KINDS } from '../../schema/contracts/papers.ts'
import { Refused } from '../../schema/refused.ts'
import { dayStamp } from '../dates.ts'
import { UsageError } from '../faults.ts'
import type { Commands, Context, Options } from '../program.ts'

export function addDocument(commands: Commands): void {
  const group = commands.group('document')
  commands.add(group, {
    usage: 'list',
    key: 'document.list',
    options: [
      ['--process <id>', 'process'],
      ['--kind <kind>', 'kind'],
      ['--limit <n>', 'limit'],
    ],
    run: list,
  })
  commands.add(group, { usage: 'show <document>', key: 'document.show', run: show })
  commands.add(group, { usage: 'open <document>', key: 'document.open', run: open })
}

async function list(
  { session, out, words, language }: Context,
  _: string[],
  options: Options,
): Promise<undefined> {
  const scope = await session.scope()
  const [process, kind, limit] = [options.text('process'), options.text('kind'), options.count('limit')]
  if (kind !== undefined && !PAPER_KINDS.some((known) => known === kind)) {
    throw new UsageError('paperKind', { name: kind, kinds: PAPER_KINDS.join(', ') })
  }
  const rows = await listDocuments(scope, {
    ...(process === undefined ? {} : { process: (await findProcess(scope, process)).id }),
    ...(kind === undefined ? {} : { kind }),
    ...(limit === undefined ? {} : { limit }),
  })
  if (out.json) return out.document(rows)
  if (rows.length === 0) {
    out.say(words('document.none'))
    return undefined
  }
  const { timeZone } = await readerFor(scope, language, [])
  out.table(
    [
      { title: words('column.document'), whole: true },
      { title: words('column.title') },
      { title: words('column.number'), whole: true },
      { title: words('column.date') },
      { title: words('column.person'), whole: true },
      { title: words('column.state') },
      { title: words('column.pages'), right: true },
    ],
    rows.map((row) => [
      row.id,
      message(language, `paper.${row.kind}`),
      row.number ?? '',
      row.datedOn ?? dayStamp(row.at, timeZone),
      row.subject ?? '',
      words(`document.${stateOf(row)}`),
      String(row.pages),
    ]),
  )
  return undefined
}

/** A paper that is out of force for some of its lines is in force for the others. */
const stateOf = ({ state, revocations }: DocumentRow): string =>
  state === 'issued' && revocations.length > 0 ? 'partly' : state

/** A paper, and since when, why and by what it is replaced where it is not in force. */
async function show(context: Context, [name = '']: string[]): Promise<undefined> {
  const { session, out, words, language } = context
  const scope = await session.scope()
  const document = await findDocument(scope, name)
  if (out.json) return out.document(document)
  const reader = await readerFor(scope, language, [
    { reason: document.revocations.map(({ reason }) => reason) },
  ])
  out.line(out.style('bold', message(language, `paper.${document.kind}`)))
  out.fields([
    [words('column.document'), document.id],
    [words('column.number'), document.number ?? ''],
    [words('column.date'), document.datedOn ?? dayStamp(document.at, reader.timeZone)],
    [words('column.state'), words(`document.${stateOf(document)}`)],
    [words('column.person'), document.subject ?? ''],
    [words('column.process'), document.process],
    [words('column.pages'), String(document.pages)],
  ])
  if (document.revocations.length > 0) {
    out.line()
    const of = (part: string) => ({ title: words(`column.${part}`) })
    out.table(
      [of('line'), of('since'), { ...of('reason'), wraps: true }, { ...of('replacedBy'), whole: true }],
      document.revocations.map(({ line, on, reason, replacedBy }) => [
        line,
        on,
        String(readable({ reason }, reader).reason),
        replacedBy ?? '',
      ]),
    )
  }
  out.say(`Next: ${session.next(`bitim document open ${document.id}`)}`)
  return undefined
}

async function open({ session, out }: Context, [name = '']: string[]): Promise<undefined> {
  const document = await findDocument(await session.scope(), name)
  const path = await session.paperPath(document.file)
  await access(path).catch(() => {
    throw new Refused('fileNotFound', { path })
  })
  if (out.json) return out.document({ ...document, path })
  out.raw(`${path}\n`)
  if (out.isTerminal) view(path)
  return undefined
}

/** Shows the paper where the machine knows how; the path was printed in any case. */
function view(path: string): void {
  const viewer = spawn(process.platform === 'darwin' ? 'open' : 'xdg-open', [path], {
    stdio: 'ignore',
    detached: true,
  })
  // No viewer on this machine.
  viewer.on('error', () => undefined)
  viewer.unref()
}
