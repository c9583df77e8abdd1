import { actorOf } from '../../client/people.ts'
import { findProcess } from '../../client/reads/processes.ts'
import type { Compared } from '../../client/rebuild/compare.ts'
import { compare } from '../../client/rebuild/compare.ts'
import type { Failed } from '../../client/rebuild/rebuild.ts'
import { amiss, rebuild } from '../../client/rebuild/rebuild.ts'
import { Refused } from '../../schema/refused.ts'
import { EXIT } from '../faults.ts'
import type { Commands, Context, Options } from '../program.ts'

export function addRebuild(commands: Commands): void {
  commands.add(commands.program, {
    usage: 'rebuild [process]',
    key: 'rebuild',
    options: [['--dry-run', 'dryRun']],
    run: perform,
  })
}

/** The engine's processes of the institution, started again from the database where the two differ. */
async function perform(context: Context, [name]: string[], options: Options): Promise<number> {
  const { session, out, words } = context
  const { by } = session
  const scope = await session.scope()
  const { roles } = await actorOf(scope.pool, by)
  if (!roles.includes('administrator')) throw new Refused('notAllowed')
  const only = name === undefined ? null : (await findProcess(scope, name)).id
  const engines = await session.engines()
  const compared = await compare(engines, scope.pool, only, (done, of) =>
    out.progress(words('rebuild.looking', { done, of })),
  )
  out.endProgress()
  const found = amiss(compared)
  const dryRun = options.is('dryRun')
  const onDone = (done: number): void => out.progress(words('rebuild.working', { done, of: found.length }))
  const failed = dryRun ? [] : await rebuild(engines, scope.pool, found, onDone)
  out.endProgress()
  report(context, dryRun, compared, failed)
  return failed.length > 0 ? EXIT.broken : EXIT.ok
}

function report(context: Context, dryRun: boolean, compared: readonly Compared[], failed: Failed[]): void {
  const { session, out, words } = context
  const left = new Set(failed.map(({ process }) => process))
  const found = amiss(compared)
  const rebuilt = found.filter(({ process }) => !left.has(process))
  const silent = compared.filter(({ standing }) => standing === 'silent')
  const sound = compared.length - found.length - silent.length
  const reasons = failed.map(({ process, error }) => ({ process, reason: reasonOf(error) }))
  if (out.json) {
    out.document({ dryRun, sound, silent, rebuilt, failed: reasons })
    return
  }
  if (found.length + silent.length > 0) show([...found, ...silent], context)
  for (const { process, reason } of reasons) out.say(words('rebuild.failed', { process, reason }))
  out.say(words(dryRun ? 'rebuild.would' : 'rebuild.done', { count: rebuilt.length, sound }))
  out.say(
    `Next: ${session.next(dryRun && found.length > 0 ? `bitim rebuild --as ${session.actor}` : 'bitim doctor')}`,
  )
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

function show(compared: readonly Compared[], { out, words }: Context): void {
  out.table(
    [
      { title: words('column.process'), whole: true },
      { title: words('column.event'), right: true },
      { title: words('column.finding') },
    ],
    compared.map(({ process, standing, recorded }) => [
      process,
      recorded === null ? '' : String(recorded),
      words(`rebuild.${standing}`),
    ]),
  )
}
