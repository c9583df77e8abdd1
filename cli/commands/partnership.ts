import { explain } from '../../client/reads/explanation.ts'
import { explanationInWords } from '../../client/reads/explanation-words.ts'
import { listAgreements, listPartnerships } from '../../client/reads/partnerships.ts'
import { findProcess, listChildren } from '../../client/reads/processes.ts'
import { readerFor } from '../../client/reads/reader.ts'
import { businessNow } from '../../client/reads/scope.ts'
import { listTasks } from '../../client/reads/tasks.ts'
import { isLanguage, message } from '../../messages/index.ts'
import { FORMS } from '../../schema/contracts/lists.ts'
import { dayStamp, stamp } from '../dates.ts'
import { UsageError } from '../faults.ts'
import type { Commands, Context, Options } from '../program.ts'
import { heading } from './heading.ts'
import { taskTable } from './task-table.ts'

export function addPartnership(commands: Commands): void {
  const group = commands.group('partnership')
  commands.add(group, {
    usage: 'start <partner>',
    key: 'partnership.start',
    options: [
      ['--forms <list>', 'forms'],
      ['--papers <language>', 'papers'],
      ['--key <key>', 'key'],
    ],
    run: start,
  })
  commands.add(group, {
    usage: 'reopen <partner>',
    key: 'partnership.reopen',
    options: [
      ['--reason <text>', 'reason'],
      ['--key <key>', 'key'],
    ],
    run: reopen,
  })
  commands.add(group, {
    usage: 'list',
    key: 'partnership.list',
    options: [['--limit <n>', 'limit']],
    run: list,
  })
  commands.add(group, { usage: 'show <partnership>', key: 'partnership.show', run: show })
}

async function start(
  { session, out, words }: Context,
  [partner = '']: string[],
  options: Options,
): Promise<undefined> {
  const { by } = session
  const forms = options
    .text('forms')
    ?.split(',')
    .map((form) => form.trim())
  const [language, key] = [options.text('papers'), options.text('key')]
  if (language !== undefined && !isLanguage(language)) throw new UsageError('language', { name: language })
  const unknown = forms?.find((form) => !FORMS.some((known) => known === form))
  if (unknown !== undefined) throw new UsageError('form', { name: unknown, forms: FORMS.join(', ') })
  const facade = await session.facade()
  const started = await facade.startPartnership(by, {
    partner,
    ...(forms === undefined ? {} : { forms }),
    ...(language === undefined ? {} : { language }),
    ...(key === undefined ? {} : { key }),
  })
  if (out.json) return out.document(started)
  out.line(started.process)
  out.say(words('partnership.started'))
  out.say(`Next: ${session.next(`bitim partnership show ${partner}`)}`)
  return undefined
}

async function reopen(
  { session, out, words }: Context,
  [partner = '']: string[],
  options: Options,
): Promise<undefined> {
  const { by } = session
  const facade = await session.facade()
  const key = options.text('key')
  const reopened = await facade.startPartnership(by, {
    partner,
    reopenBecause: options.text('reason') ?? '',
    ...(key === undefined ? {} : { key }),
  })
  if (out.json) return out.document(reopened)
  out.line(reopened.process)
  out.say(words('partnership.reopened'))
  out.say(`Next: ${session.next(`bitim partnership show ${partner}`)}`)
  return undefined
}

async function list(
  { session, out, words, language }: Context,
  _: string[],
  options: Options,
): Promise<undefined> {
  const scope = await session.scope()
  const rows = await listPartnerships(scope, options.count('limit'))
  if (out.json) return out.document(rows)
  if (rows.length === 0) {
    out.say(words('partnership.none'))
    out.say(`Next: ${session.next('bitim partnership start <partner> --as <person>')}`)
    return undefined
  }
  const { timeZone } = await readerFor(scope, language, [])
  const right = true
  out.table(
    [
      { title: words('column.partner'), whole: true },
      { title: words('column.name') },
      { title: words('column.stage') },
      { title: words('column.openTasks'), right },
      { title: words('column.overdue'), right },
      { title: words('column.waitsSince') },
      { title: words('column.next') },
    ],
    rows.map((row) => [
      row.partner,
      row.partnerName,
      message(language, `stage.partnership.${row.stage}`),
      String(row.openTasks),
      String(row.overdueTasks),
      dayStamp(row.waitsSince, timeZone),
      dayStamp(row.nextDue, timeZone),
    ]),
  )
  return undefined
}

async function show(context: Context, [name = '']: string[]): Promise<undefined> {
  const { session, out, words, language } = context
  const scope = await session.scope()
  const process = await findProcess(scope, name)
  if (process.kind !== 'partnership') throw new UsageError('notAPartnership', { name })
  const explanation = await explain(scope, process, await businessNow(scope.pool))
  const agreements = await listAgreements(scope, process.id)
  const children = await listChildren(scope, process.id)
  const tasks = await listTasks(scope, { process: process.id })
  if (out.json) {
    const { state: _, ...rest } = process
    return out.document({ ...rest, explanation, agreements, processes: children, tasks })
  }
  const { timeZone } = await readerFor(scope, language, [])
  out.line(out.style('bold', heading(process, language)))
  out.line(process.id)
  for (const sentence of await explanationInWords(scope, explanation, language)) out.line(sentence)
  if (tasks.length > 0) {
    out.line()
    await taskTable(context, scope, tasks)
  }
  if (agreements.length > 0) {
    out.line()
    out.table(
      [
        { title: words('column.agreement') },
        { title: words('column.number'), whole: true },
        { title: words('column.stage') },
        { title: words('column.validFrom') },
        { title: words('column.validTo') },
      ],
      agreements.map((row) => [
        message(language, `paper.${row.kind}`),
        row.number ?? '',
        message(language, `stage.agreement.${row.stage}`),
        row.validFrom ?? '',
        row.validTo ?? '',
      ]),
    )
  }
  if (children.length > 0) {
    out.line()
    out.table(
      [
        { title: words('column.process') },
        { title: words('column.name') },
        { title: words('column.stage') },
        { title: words('column.openTasks'), right: true },
        { title: words('column.next') },
      ],
      children.map((row) => [
        message(language, `process.${row.kind}`),
        row.name ?? row.id,
        message(language, `stage.${row.kind}.${row.stage}`),
        String(row.openTasks),
        stamp(row.nextDue, timeZone),
      ]),
    )
  }
  return undefined
}
