import { setTimeout as pause } from 'node:timers/promises'
import type { Client } from '@temporalio/client'
import type { Bound } from '../../database/database.ts'
import { atOnce } from '../at-once.ts'
import type { AliveRow } from './alive.ts'
import { aliveRows } from './alive.ts'
import { positionOf } from './position.ts'
import type { Engines } from './strays.ts'
import { strays } from './strays.ts'

/** How the engine stands to what is recorded of a process. */
export const STANDINGS = [
  /** It runs it, and knows all of it. */
  'sound',
  /** It does not run it. */
  'missing',
  /** It runs it and knows less than is recorded. */
  'behind',
  /** It knows more than is recorded, and cannot record it. */
  'ahead',
  /** It runs what is recorded as over, or not at all. */
  'stray',
  /** It runs it, and no worker says how far it is. */
  'silent',
] as const
export type Standing = (typeof STANDINGS)[number]

export interface Compared {
  process: string
  standing: Standing
  /** Number of the last fact recorded; null where nothing is. */
  recorded: number | null
}

const AT_ONCE = 8
/** What is just being recorded, or done anew by another worker, is settled after so long. */
const SETTLED_MS = 3_000

/**
 * Every process of the binding that the engine has to run, or one of them, and whatever else it runs. What looks
 * unsound is looked at twice: between two moments of a process at work there is always a difference.
 */
export async function compare(
  engines: Engines,
  bound: Bound,
  only: string | null = null,
  onLook?: (done: number, of: number) => void,
): Promise<Compared[]> {
  const rows = await aliveRows(bound, only === null ? null : [only])
  const first = await lookAt(engines.client, rows, onLook)
  const suspects = first.filter(({ standing }) => standing !== 'sound' && standing !== 'silent')
  const loose = only === null ? await strays(engines, bound) : []
  if (suspects.length + loose.length === 0) return first
  await pause(SETTLED_MS)
  const again = await aliveRows(
    bound,
    suspects.map(({ process }) => process),
  )
  const second = new Map((await lookAt(engines.client, again)).map((look) => [look.process, look]))
  const still = new Set(loose.length === 0 ? [] : await strays(engines, bound))
  return [
    ...first.map((look) => (suspects.includes(look) ? confirmed(look, second.get(look.process)) : look)),
    ...loose
      .filter((process) => still.has(process))
      .map((process): Compared => ({ process, standing: 'stray', recorded: null })),
  ]
}

/** What went on meanwhile, or ended, is sound. */
function confirmed(first: Compared, second: Compared | undefined): Compared {
  const same = second?.standing === first.standing && second.recorded === first.recorded
  return same ? first : { ...first, standing: 'sound' }
}

async function lookAt(
  client: Client,
  rows: readonly AliveRow[],
  onLook?: (done: number, of: number) => void,
): Promise<Compared[]> {
  const found: Compared[] = []
  await atOnce(AT_ONCE, rows, async (row) => {
    found.push({ process: row.id, standing: await standingOf(client, row), recorded: row.seq })
    onLook?.(found.length, rows.length)
  })
  return found.sort((a, b) => (a.process < b.process ? -1 : 1))
}

/** The record was read before the engine is asked: the engine must know at least that. */
async function standingOf(client: Client, { id, seq, clockOffset }: AliveRow): Promise<Standing> {
  const position = await positionOf(client, id)
  if (typeof position === 'string') return position
  // Business time of another run: the clock would move it to where it does not belong.
  if (position.seq < seq || position.clockOffset !== clockOffset) return 'behind'
  return position.seq > seq ? 'ahead' : 'sound'
}
