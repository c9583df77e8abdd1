import type { FileReport, ImportReport } from '../../client/import.ts'
import { importFiles } from '../../client/import.ts'
import { describeError } from '../../messages/errors.ts'
import { EXIT, UsageError } from '../faults.ts'
import type { Commands, Context } from '../program.ts'

/** The report says all that the log would. */
const QUIET = { info: () => undefined, warn: () => undefined }

export function addImport(commands: Commands): void {
  commands.add(commands.program, {
    usage: 'import <path>',
    key: 'import',
    async run(context, [path = '']) {
      const { session, out } = context
      await session.requireRoom()
      const report = await importFiles(
        { database: await session.database(), log: QUIET },
        path,
        session.institution,
      )
      if (report.files.length === 0) throw new UsageError('nothingToImport', { name: path })
      if (out.json) out.document(report)
      else show(report, context)
      return report.ok ? EXIT.ok : EXIT.refused
    },
  })
}

function show(report: ImportReport, context: Context): void {
  const { out, words, language } = context
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
      `${file.errors.length}${file.more ? '+' : ''}`,
    ]),
  )
  const errors = report.files.flatMap((file) => file.errors)
  if (errors.length > 0) {
    out.line()
    out.table(
      [
        { title: words('column.file') },
        { title: words('column.row'), right },
        { title: words('column.column') },
        { title: words('column.reason'), wraps: true },
      ],
      errors.map(({ file, row, column, reason, reference, character }) => [
        file,
        row === null ? '' : String(row),
        column ?? '',
        [words(`reason.${reason}`), reference ?? character].filter((part) => part !== undefined).join(': '),
      ]),
    )
  }
  if (report.ignored.length > 0) out.say(words('import.ignored', { files: report.ignored.join(', ') }))
  if (report.ok) return
  const { what, next } = describeError('importFailed', {}, { language, timeZone: 'UTC', names: {} })
  out.say(`${what} (importFailed)`)
  out.say(`Next: ${next}`)
}

function nameOf({ file, kind, waitsFor }: FileReport, { words }: Context): string {
  if (waitsFor.length > 0) return `${file} (${words('import.waitsFor', { files: waitsFor.join(', ') })})`
  return kind === 'institutionLinks' ? `${file} (${words('import.links')})` : file
}
