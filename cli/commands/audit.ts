import { auditVerify } from '../../client/reads/audit.ts'
import { listImports, readImport } from '../../client/reads/imports.ts'
import { findProcess } from '../../client/reads/processes.ts'
import { readerFor } from '../../client/reads/reader.ts'
import { describeError } from '../../messages/errors.ts'
import { stamp } from '../dates.ts'
import { EXIT } from '../faults.ts'
import type { Commands, Context } from '../program.ts'

/** Characters of an id that tell one import from the others. */
const SHORT_ID = 8

export function addAudit(commands: Commands): void {
  const group = commands.group('audit')
  commands.add(group, { usage: 'verify [process]', key: 'audit.verify', run: verify })
  commands.add(group, {
    usage: 'imports [import]',
    key: 'audit.imports',
    options: [['--limit <n>', 'limit']],
    run: (context, [name], options) =>
      name === undefined ? listed(context, options.count('limit')) : one(context, name),
  })
}

/** Who brought what in, newest first. */
async function listed({ session, out, words, language }: Context, limit?: number): Promise<undefined> {
  const scope = await session.scope()
  const imports = await listImports(scope, limit)
  if (out.json) return out.document(imports)
  const { timeZone } = await readerFor(scope, language, [])
  out.table(
    [
      { title: words('column.import'), whole: true },
      { title: words('column.when'), whole: true },
      { title: words('column.who') },
      { title: words('column.file'), wraps: true },
      { title: words('column.inserted'), right: true },
      { title: words('column.changed'), right: true },
    ],
    imports.map(({ id, at, by, files }) => [
      id.slice(0, SHORT_ID),
      stamp(at, timeZone),
      by ?? words('audit.first'),
      files.map(({ name }) => name).join(', '),
      String(files.reduce((sum, { inserted }) => sum + inserted, 0)),
      String(files.reduce((sum, { changed }) => sum + changed, 0)),
    ]),
  )
  return undefined
}

/** One import: its files, what was confirmed, and every field from what to what. */
async function one({ session, out, words }: Context, name: string): Promise<undefined> {
  const found = await readImport(await session.scope(), name)
  if (out.json) return out.document(found)
  out.table(
    [
      { title: words('column.file') },
      { title: words('column.outcome') },
      { title: words('column.inserted'), right: true },
      { title: words('column.changed'), right: true },
      { title: words('column.confirmed') },
    ],
    found.files.map(({ name: file, outcome, inserted, changed, confirmed }) => [
      file,
      words(`import.${outcome}`),
      String(inserted),
      String(changed),
      confirmed ?? '',
    ]),
  )
  if (found.changes.length === 0) return undefined
  out.line()
  out.table(
    [
      { title: words('column.file') },
      { title: words('column.row'), right: true },
      { title: words('column.record'), whole: true },
      { title: words('column.column') },
      { title: words('column.was'), wraps: true },
      { title: words('column.became'), wraps: true },
    ],
    found.changes.map(({ file, row, record, field, was, became }) => [
      file,
      row === null ? '' : String(row),
      record,
      field,
      was,
      became,
    ]),
  )
  return undefined
}

async function verify(context: Context, [name]: string[]): Promise<number> {
  const { session, out, words, language } = context
  const everything = name === undefined && session.institution === undefined
  const pool = everything ? (await session.database()).all : (await session.scope()).pool
  const process = name === undefined ? null : (await findProcess(await session.scope(), name)).id
  const report = await auditVerify(pool, process, (events) =>
    out.progress(words('audit.progress', { events })),
  )
  out.endProgress()
  const broken = report.broken.length > 0
  const exit = broken ? EXIT.broken : EXIT.ok
  if (out.json) {
    out.document({ ok: !broken, ...report })
    return exit
  }
  if (!broken) {
    out.line(words('audit.whole', { processes: report.processes, events: report.events }))
    return exit
  }
  out.table(
    [
      { title: words('column.process'), whole: true },
      { title: words('column.event'), right: true },
      { title: words('column.fault') },
    ],
    report.broken.map(({ process: id, seq, fault }) => [id, String(seq), words(`audit.${fault}`)]),
  )
  const { what, next } = describeError('auditBroken', {}, { language, timeZone: 'UTC', names: {} })
  out.say(`${what} (auditBroken)`)
  out.say(`Next: ${next}`)
  return exit
}
