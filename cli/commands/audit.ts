import { auditVerify } from '../../client/reads/audit.ts'
import { findProcess } from '../../client/reads/processes.ts'
import { describeError } from '../../messages/errors.ts'
import { EXIT } from '../faults.ts'
import type { Commands, Context } from '../program.ts'

export function addAudit(commands: Commands): void {
  const group = commands.group('audit')
  commands.add(group, { usage: 'verify [process]', key: 'audit.verify', run: verify })
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
