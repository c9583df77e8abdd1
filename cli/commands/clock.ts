import { advance } from '../../client/advance.ts'
import { MovableClock } from '../../client/clock.ts'
import { businessNow, listInstitutions } from '../../client/reads/scope.ts'
import type { Bound } from '../../database/database.ts'
import { Refused } from '../../schema/refused.ts'
import { instantOf, spanOf, stamp } from '../dates.ts'
import { UsageError } from '../faults.ts'
import type { Commands, Context } from '../program.ts'

const DAY_MS = 86_400_000
/** One call moves time by three years at most: beyond that somebody mistyped. */
const MOST_MS = 3 * 366 * DAY_MS

export function addClock(commands: Commands): void {
  const group = commands.group('clock')
  commands.add(group, { usage: 'show', key: 'clock.show', run: show })
  commands.add(group, { usage: 'advance <until>', key: 'clock.advance', run: move })
}

async function nextDue(pool: Bound): Promise<Date | null> {
  const { rows } = await pool.query<{ due: Date | null }>(
    'SELECT min(next_due) AS due FROM process WHERE open',
  )
  return rows[0]?.due ?? null
}

async function zoneOf(pool: Bound): Promise<string> {
  return (await listInstitutions(pool))[0]?.timeZone ?? 'UTC'
}

async function show({ session, out, words }: Context): Promise<undefined> {
  const pool = (await session.database()).all
  const [now, next, zone] = [await businessNow(pool), await nextDue(pool), await zoneOf(pool)]
  const ahead = now.getTime() - Date.now()
  if (out.json) {
    const offsetMs = Math.max(0, Math.round(ahead))
    return out.document({ now, zone, offsetMs, nextDue: next, movable: !session.isProduction })
  }
  out.fields([
    [words('clock.now'), `${stamp(now, zone)} (${zone})`],
    [words('clock.ahead'), words('clock.days', { count: Math.max(0, Math.round(ahead / DAY_MS)) })],
    [words('clock.next'), next === null ? words('clock.nothing') : stamp(next, zone)],
  ])
  return undefined
}

async function move({ session, out, words }: Context, [until = '']: string[]): Promise<undefined> {
  // Before anything is opened: in production the answer is always the same.
  if (session.isProduction) throw new Refused('clockFixed')
  const { database, clock } = await session.connected()
  await session.requireRoom()
  if (!(clock instanceof MovableClock)) throw new Refused('clockFixed')
  const pool = database.all
  const zone = await zoneOf(pool)
  const from = await clock.now()
  const to = until === 'next' ? await nextDue(pool) : targetOf(until, from, zone)
  if (to === null) {
    out.say(words('clock.nothing'))
    return undefined
  }
  if (to.getTime() - from.getTime() > MOST_MS) throw new UsageError('clockTooFar', { name: until })
  if (to < from && until !== 'next') throw new Refused('dateInPast', { date: stamp(to, zone).slice(0, 10) })
  let steps = 0
  await advance(pool, clock, to, (now) => {
    steps += 1
    out.progress(words('clock.progress', { now: stamp(now, zone), to: stamp(to, zone) }))
  })
  out.endProgress()
  const now = await clock.now()
  if (out.json) return out.document({ from, now, zone, steps, nextDue: await nextDue(pool) })
  out.line(words('clock.moved', { now: stamp(now, zone), zone, steps }))
  out.say(`Next: ${session.next('bitim task list')}`)
  return undefined
}

function targetOf(until: string, from: Date, zone: string): Date {
  const span = spanOf(until)
  const target = span === null ? instantOf(until, zone) : new Date(from.getTime() + span)
  if (target === null) throw new UsageError('notATime', { name: until })
  return target
}
