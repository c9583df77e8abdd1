import { actorOf } from '../../client/people.ts'
import { findProcess } from '../../client/reads/processes.ts'
import type { Compared } from '../../client/rebuild/compare.ts'
import { compare } from '../../client/rebuild/compare.ts'
import { amiss, rebuild } from '../../client/rebuild/rebuild.ts'
import { Refused } from '../../client/refused.ts'
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
async function perform(context: Context, [name]: string[], options: Options): Promise<undefined> {
  const { session, out, words } = context
  const { actor } = session
  const scope = await session.scope()
  const { roles } = await actorOf(scope.pool, actor)
  if (!roles.includes('administrator')) throw new Refused('notAllowed')
  const only = name === undefined ? null : (await findProcess(scope, name)).id
  const engines = await session.engines()
  const compared = await compare(engines, scope.pool, only, (done, of) =>
    out.progress(words('rebuild.looking', { done, of })),
  )
  out.endProgress()
  const found = amiss(compared)
  const dryRun = options.is('dryRun')
  if (!dryRun) {
    await rebuild(engines, scope.pool, found, (done) =>
      out.progress(words('rebuild.working', { done, of: found.length })),
    )
    out.endProgress()
  }
  const silent = compared.filter(({ standing }) => standing === 'silent')
  const sound = compared.length - found.length - silent.length
  if (out.json) return out.document({ dryRun, sound, silent, rebuilt: found })
  if (found.length + silent.length > 0) show([...found, ...silent], context)
  out.say(words(dryRun ? 'rebuild.would' : 'rebuild.done', { count: found.length, sound }))
  if (dryRun && found.length > 0) out.say(`Next: ${session.next('bitim rebuild')}`)
  else out.say(`Next: ${session.next('bitim doctor')}`)
  return undefined
}

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
