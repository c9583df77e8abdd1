import type { PendingWork } from '../../client/reads/pending.ts'
import { pendingWork } from '../../client/reads/pending.ts'
import { compare, STANDINGS } from '../../client/rebuild/compare.ts'
import { amiss } from '../../client/rebuild/rebuild.ts'
import { doctor } from '../../embedded/doctor.ts'
import type { Finding } from '../../embedded/finding.ts'
import { checkDisk } from '../../embedded/machine-checks.ts'
import { checkDoor } from '../../embedded/stack-checks.ts'
import { describeError } from '../../messages/errors.ts'
import { Refused } from '../../schema/refused.ts'
import { EXIT, faultOf } from '../faults.ts'
import type { Commands, Context } from '../program.ts'

/** What the caller named is not there. */
const NAMED: readonly string[] = ['unknownInstitution', 'unknownPerson']

interface Check extends Omit<Finding, 'check'> {
  check: string
}

export function addDoctor(commands: Commands): void {
  commands.add(commands.program, { usage: 'doctor', key: 'doctor', run: look })
}

async function look(context: Context): Promise<number> {
  const { session, out, words } = context
  const checks: Check[] = session.isProduction
    ? await servers(context)
    : await doctor({ dataDir: session.dataDir })
  for (const more of [workerOf, doorOf, engineOf]) {
    if (checks.every(({ ok }) => ok)) checks.push(...(await more(context)))
  }
  const work = await workOf(context, checks)
  const exit = checks.some(({ ok }) => !ok) ? EXIT.refused : work === null ? EXIT.unreachable : EXIT.ok
  if (out.json) {
    out.document({ ok: exit === EXIT.ok, checks, work: work === 'ofSeveral' ? null : work })
    return exit
  }
  out.table(
    [
      { title: words('column.check'), whole: true },
      { title: '' },
      { title: words('column.finding'), wraps: true },
    ],
    checks.map(({ check, ok, detail }) => [words(`doctor.${check}`), ok ? '✓' : '✗', detail]),
  )
  for (const { check, next } of checks) {
    if (next !== undefined) out.say(`${words(`doctor.${check}`)}: ${next}`)
  }
  if (work === 'ofSeveral') out.say(words('doctor.nameOne'))
  else if (work !== null) showWork(work, context)
  else if (exit === EXIT.unreachable) tellNotRunning(context)
  return exit
}

/** What is asked of servers of one's own: do they answer? */
async function servers({ session, language, words }: Context): Promise<Check[]> {
  const answer = async (check: string, ask: () => Promise<unknown>): Promise<Check> => {
    try {
      await ask()
      return { check, ok: true, detail: words('doctor.answers') }
    } catch (error) {
      return { check, ok: false, detail: faultOf(error, language, words).message }
    }
  }
  const folder = await session.growingFolder()
  return [
    ...(folder === null ? [] : [{ check: 'disk', ...(await checkDisk(folder)) }]),
    await answer('postgres', async () => (await session.database()).all.query('SELECT 1')),
    await answer('temporal', () => session.connected()),
  ]
}

/** Somebody has to do the work; where no stack runs nobody is missed. */
async function workerOf({ session, language, words }: Context): Promise<Check[]> {
  try {
    if (await session.workerAsks()) return [{ check: 'worker', ok: true, detail: words('doctor.answers') }]
    const [detail, next] = [words('doctor.noWorker'), words('doctor.startWorker')]
    return [{ check: 'worker', ok: false, detail, next }]
  } catch (error) {
    if (error instanceof Refused && error.code === 'stackNotRunning') return []
    return [{ check: 'worker', ok: false, detail: faultOf(error, language, words).message }]
  }
}

/** The HTTP door of the one-machine stack; servers of one's own are watched over elsewhere. */
async function doorOf({ session }: Context): Promise<Check[]> {
  if (session.isProduction) return []
  try {
    return [{ check: 'door', ...(await checkDoor(await session.stack())) }]
  } catch (error) {
    if (error instanceof Refused && error.code === 'stackNotRunning') return []
    throw error
  }
}

/** Does the engine run what is recorded, of whichever institution? Nobody says how far it is without a worker. */
async function engineOf({ session, out, language, words }: Context): Promise<Check[]> {
  const check = 'engine'
  try {
    const engines = await session.engines()
    const compared = await compare(engines, engines.database.all, null, (done, of) =>
      out.progress(words('rebuild.looking', { done, of })),
    )
    out.endProgress()
    const unsound = compared.filter(({ standing }) => standing !== 'sound')
    if (unsound.length === 0)
      return [{ check, ok: true, detail: words('doctor.sound', { count: compared.length }) }]
    const counts = STANDINGS.flatMap((standing) => {
      const count = unsound.filter((one) => one.standing === standing).length
      return count === 0 ? [] : [`${words(`rebuild.${standing}`)}: ${count}`]
    })
    const next = amiss(unsound).length > 0 ? { next: words('doctor.rebuild') } : {}
    return [{ check, ok: false, detail: counts.join('; '), ...next }]
  } catch (error) {
    if (error instanceof Refused && error.code === 'stackNotRunning') return []
    return [{ check, ok: false, detail: faultOf(error, language, words).message }]
  }
}

/** Null where there is nothing to count; a fault that no check has seen becomes one more finding. */
async function workOf(
  { session, language, words }: Context,
  checks: Check[],
): Promise<PendingWork | 'ofSeveral' | null> {
  try {
    return await pendingWork(await session.scope())
  } catch (error) {
    if (error instanceof Refused && error.code === 'severalInstitutions') return 'ofSeveral'
    if (error instanceof Refused && NAMED.includes(error.code)) throw error
    if (error instanceof Refused && error.code === 'stackNotRunning') return null
    if (checks.every(({ ok }) => ok)) {
      checks.push({ check: 'work', ok: false, detail: faultOf(error, language, words).message })
    }
    return null
  }
}

function showWork(work: PendingWork, { out, words, session }: Context): void {
  const { oldest, ...counts } = work
  out.line()
  out.fields([
    ...Object.entries(counts).map(([name, count]) => [words(`doctor.${name}`), String(count)] as const),
    [
      words('doctor.oldest'),
      oldest === null
        ? ''
        : `${oldest.task} (${oldest.kind}, ${oldest.owner ?? '…'}) ${oldest.since.toISOString().slice(0, 10)}`,
    ],
  ])
  if (oldest !== null) out.say(`Next: ${session.next(`bitim why ${oldest.process}`)}`)
}

function tellNotRunning({ out, language }: Context): void {
  const { what, command, next } = describeError(
    'stackNotRunning',
    {},
    { language, timeZone: 'UTC', names: {} },
  )
  out.say(`${what} (stackNotRunning)`)
  out.say(`Next: ${command ?? next}`)
}
