import type { FileReport, ImportOptions, ImportReport } from '../../client/import.ts'
import { ENCODINGS, importFiles } from '../../client/import.ts'
import { concernsAgenda, operatingIn, tellImported } from '../../client/told-imports.ts'
import { describeError } from '../../messages/errors.ts'
import { Refused } from '../../schema/refused.ts'
import { EXIT, UsageError } from '../faults.ts'
import { showFindings } from '../findings.ts'
import type { Commands, Context, Options } from '../program.ts'

/** The report says all that the log would. */
const QUIET = { info: () => undefined, warn: () => undefined }

export function addImport(commands: Commands): void {
  commands.add(commands.program, {
    usage: 'import <path>',
    key: 'import',
    options: [
      ['--dry-run', 'dryRun'],
      ['--confirm <file=key>', 'confirm'],
      ['--encoding <encoding>', 'encoding'],
    ],
    several: ['confirm'],
    async run(context, [path = ''], options) {
      const { session, out, words } = context
      if (!options.is('dryRun')) await session.requireRoom()
      const report = await importFiles(
        { database: await session.database(), log: QUIET },
        path,
        optionsOf(context, options),
      )
      if (report.files.length === 0) throw new UsageError('nothingToImport', { name: path })
      const later = concernsAgenda(report) && !(await isTold(context))
      if (out.json) out.document(report)
      else show(report, path, context)
      if (later) out.say(words('import.lookedAtLater'))
      return report.ok ? EXIT.ok : EXIT.refused
    },
  })
}

/** The partnerships in operation look at what came in at once; false where they will by themselves, later. */
async function isTold({ session }: Context): Promise<boolean> {
  try {
    const partnerships = await operatingIn((await session.scope()).pool)
    if (partnerships.length === 0) return true
    await tellImported((await session.facade()).engine, partnerships)
    return true
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return false
  }
}

function optionsOf({ session }: Context, options: Options): ImportOptions {
  const [institutionCode, by, encoding] = [
    session.institution,
    session.actorIfNamed,
    options.text('encoding'),
  ]
  const known = ENCODINGS.find((one) => one === encoding?.toLowerCase())
  if (encoding !== undefined && known === undefined)
    throw new UsageError('encoding', { name: encoding, encodings: ENCODINGS.join(', ') })
  return {
    dryRun: options.is('dryRun'),
    confirm: options.several('confirm'),
    ...(institutionCode === undefined ? {} : { institutionCode }),
    ...(by === undefined ? {} : { by }),
    ...(known === undefined ? {} : { encoding: known }),
  }
}

function show(report: ImportReport, path: string, context: Context): void {
  showFiles(report, context)
  for (const file of report.files) showRecognised(file, context)
  showFindings(report, context)
  showChanges(report, context)
  const { out, words } = context
  if (report.ignored.length > 0) out.say(words('import.ignored', { files: report.ignored.join(', ') }))
  if (report.dryRun) out.say(words('import.preview'))
  showNext(report, path, context)
}

function showFiles(report: ImportReport, context: Context): void {
  const { out, words } = context
  const right = true
  out.table(
    [
      { title: words('column.file') },
      { title: words('column.outcome') },
      { title: words('column.inserted'), right },
      { title: words('column.changed'), right },
      { title: words('column.unchanged'), right },
      { title: words('column.errors'), right },
    ],
    report.files.map((file) => [
      nameOf(file, context),
      words(`import.${file.outcome}`),
      String(file.inserted),
      String(file.changed),
      String(file.unchanged),
      String(file.totals.error),
    ]),
  )
}

/** As what a file was read, where it is not the plain form. */
function showRecognised({ file, recognised }: FileReport, { out, words }: Context): void {
  if (recognised === null || recognised.format === 'json') return
  const { encoding, delimiter, sheet } = recognised
  const how = [
    ...(sheet === null ? [] : [words('import.sheet', { sheet })]),
    ...(encoding === null || encoding === 'utf-8' ? [] : [encoding]),
    ...(delimiter === null || delimiter === ','
      ? []
      : [words('import.divided', { delimiter: delimiter === '\t' ? 'Tab' : delimiter })]),
  ]
  if (how.length > 0) out.line(words('import.readAs', { file, how: how.join(', ') }))
}

function showChanges(report: ImportReport, { out, words }: Context): void {
  const changes = report.files.flatMap(({ file, changes: own }) => own.map((change) => ({ file, ...change })))
  const total = report.files.reduce((sum, { changedFields }) => sum + changedFields, 0)
  if (total === 0) return
  out.line()
  out.line(out.style('bold', words('import.changes', { count: total })))
  out.table(
    [
      { title: words('column.file') },
      { title: words('column.row'), right: true },
      { title: words('column.record'), whole: true },
      { title: words('column.column') },
      { title: words('column.was'), wraps: true },
      { title: words('column.became'), wraps: true },
    ],
    changes.map(({ file, row, record, field, was, is }) => [
      file,
      row === null ? '' : String(row),
      record,
      field,
      was,
      is,
    ]),
  )
  if (changes.length < total) out.line(words('finding.more', { count: total - changes.length }))
}

/** What has to be done for what did not come in to come in. */
function showNext(report: ImportReport, path: string, { out, words, language, session }: Context): void {
  const refused = report.files.some(({ outcome }) => outcome === 'refused')
  const keys = report.files.flatMap(({ outcome, confirm }) =>
    outcome === 'asked' && confirm ? [confirm] : [],
  )
  if (!refused && keys.length === 0) return
  const code = refused ? 'importFailed' : 'importAsks'
  const { what, next } = describeError(code, {}, { language, timeZone: 'UTC', names: {} })
  out.say(`${what} (${code})`)
  out.say(`Next: ${next}`)
  if (keys.length === 0) return
  const as = session.actorIfNamed === undefined ? '' : ` --as ${session.actorIfNamed}`
  const confirm = keys.map((key) => ` --confirm ${key}`).join('')
  out.say(words('import.confirm', { command: session.next(`bitim import ${path}${as}${confirm}`) }))
}

function nameOf({ file, kind, waitsFor }: FileReport, { words }: Context): string {
  if (waitsFor.length > 0) return `${file} (${words('import.waitsFor', { files: waitsFor.join(', ') })})`
  return kind === 'institutionLinks' ? `${file} (${words('import.links')})` : file
}
