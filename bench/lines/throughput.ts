import { randomUUID } from 'node:crypto'
import type { Client } from '@temporalio/client'
import { Agreements, COMMANDS_TO_SIGNED } from '../agreements.ts'
import { eventsIn, historyOf } from '../history.ts'
import type { Measurement } from '../line.ts'
import { mailDelivered } from '../place.ts'
import { REFERENCE_QUEUE, type Stand } from '../stand.ts'
import { alternate, byClients, sum, upTo } from '../statistics.ts'
import { type EmptyInput, type empty, noteUpdate } from '../workflows.ts'
import { CLIENTS } from './updates.ts'

const PAIRS = 3
const LIVES_A_BLOCK = 16
/** Two papers and the word to the partnership. */
const ACTIVITIES = 3

interface Block {
  seconds: number
  /** History events of the processes themselves. */
  events: number
}

/**
 * Eight clients bring agreements from nothing to their signatures, and empty workflows through as many updates with a
 * local activity, as many activities and, filled up with timers that never fire, as many history events.
 */
export async function processThroughput(stand: Stand): Promise<Measurement> {
  const { connected, plain, place } = stand
  const agreements = new Agreements(connected, place)
  const lives = async (count: number): Promise<Block> => {
    const ids: string[] = []
    const began = performance.now()
    await byClients(CLIENTS, upTo(count), async () => {
      ids.push(await agreements.toSigned())
    })
    await agreements.allActive(ids)
    const seconds = (performance.now() - began) / 1000
    await mailDelivered(connected)
    return { seconds, events: await eventsOf(connected.client, ids) }
  }
  const input = await asLong(plain, (await lives(CLIENTS)).events / CLIENTS)
  const { ours, reference } = await alternate(
    PAIRS,
    () => lives(LIVES_A_BLOCK),
    () => emptyLives(plain, LIVES_A_BLOCK, input),
  )
  // The histories are equally long but for an event or two: what is left of the difference is taken out.
  const length = sum(reference.map(({ events }) => events)) / sum(ours.map(({ events }) => events))
  const value = rateOf(ours)
  return {
    value,
    reference: rateOf(reference) * length,
    samples: ours.map(({ seconds }) => (LIVES_A_BLOCK * COMMANDS_TO_SIGNED) / seconds),
  }
}

/** Commands a second. */
const rateOf = (blocks: Block[]): number =>
  (blocks.length * LIVES_A_BLOCK * COMMANDS_TO_SIGNED) / sum(blocks.map(({ seconds }) => seconds))

/** The empty workflow whose history is as long as `events`, found by measuring one without timers. */
export async function asLong(
  client: Client,
  events: number,
  updates = COMMANDS_TO_SIGNED,
  activities = ACTIVITIES,
): Promise<EmptyInput> {
  const bare: EmptyInput = { updates, activities, timers: 0 }
  const { events: without } = await emptyLives(client, CLIENTS, bare)
  return { ...bare, timers: Math.max(0, Math.round(events - without / CLIENTS)) }
}

async function emptyLives(client: Client, count: number, input: EmptyInput): Promise<Block> {
  const ids: string[] = []
  const began = performance.now()
  await byClients(CLIENTS, upTo(count), async () => {
    ids.push(await emptyLife(client, input))
  })
  return { seconds: (performance.now() - began) / 1000, events: await eventsOf(client, ids) }
}

export async function emptyLife(client: Client, input: EmptyInput): Promise<string> {
  const workflowId = `empty/${randomUUID()}`
  const handle = await client.workflow.start<typeof empty>('empty', {
    workflowId,
    taskQueue: REFERENCE_QUEUE,
    args: [input],
  })
  for (let n = 0; n < input.updates; n += 1) await handle.executeUpdate(noteUpdate)
  return workflowId
}

async function eventsOf(client: Client, ids: readonly string[]): Promise<number> {
  return sum(await Promise.all(ids.map(async (id) => eventsIn(await historyOf(client, id)))))
}
