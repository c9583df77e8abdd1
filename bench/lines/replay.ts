import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PayloadCodec, SerializationContext } from '@temporalio/common'
import { Worker } from '@temporalio/worker'
import { codecOf } from '../../client/codec.ts'
import { projectRoot } from '../../embedded/paths.ts'
import type { Log } from '../../logging/log.ts'
import { bindTemporalRuntime } from '../../logging/temporal-runtime.ts'
import { Agreements, COMMANDS_TO_SIGNED } from '../agreements.ts'
import { eventsIn, type History, historyOf } from '../history.ts'
import type { Measurement } from '../line.ts'
import { mailDelivered } from '../place.ts'
import type { Stand } from '../stand.ts'
import { alternate, sum } from '../statistics.ts'
import { asLong, emptyLife } from './throughput.ts'

const PAIRS = 4
/** How often each history is replayed in one block. */
const COPIES = 8
/** Commands of the story's placement: eight diaries, their confirmations, eight attendances, and what follows. */
const COMMANDS_OF_PLACEMENT = 32

interface Block {
  seconds: number
  events: number
}

/** A signed agreement and the story's placement, beside empty workflows whose histories are as long. */
export async function replay(stand: Stand): Promise<Measurement> {
  const { connected, plain, place, system, referenceBundle, log } = stand
  const agreements = new Agreements(connected, place)
  const agreement = await agreements.toSigned()
  await agreements.allActive([agreement])
  await mailDelivered(connected)
  const { rows } = await connected.database.all.query<{ id: string }>(
    `SELECT id FROM process WHERE kind = 'placement' AND outcome = 'completed' LIMIT 1`,
  )
  const ids = [agreement, ...rows.map(({ id }) => id)]
  const histories = await Promise.all(ids.map((id) => historyOf(connected.client, id)))
  const commands = [COMMANDS_TO_SIGNED, COMMANDS_OF_PLACEMENT]
  const empty = await Promise.all(
    histories.map(async (history, n) => {
      const input = await asLong(plain, eventsIn(history), commands[n])
      return historyOf(plain, await emptyLife(plain, input))
    }),
  )
  const ours = await readFile(join(projectRoot(), 'dist', 'workflow-bundle.js'), 'utf8')
  const theirs = await readFile(referenceBundle, 'utf8')
  const codec = codecOfCopies(system.stack.payloadKeys, ids)
  const sides = await alternate(
    PAIRS,
    () => replayed(log, ours, histories, codec),
    () => replayed(log, theirs, empty, codec),
  )
  const rates = (blocks: Block[]): number[] => blocks.map(({ seconds, events }) => events / seconds)
  const rate = (blocks: Block[]): number =>
    sum(blocks.map(({ events }) => events)) / sum(blocks.map(({ seconds }) => seconds))
  return { value: rate(sides.ours), reference: rate(sides.reference), samples: rates(sides.ours) }
}

/** A copy is replayed under a name of its own; its payloads belong to the original, the empty ones to nobody. */
function codecOfCopies(keys: string, ids: string[]): PayloadCodec {
  const codec = codecOf(`${keys},clear`)
  const original = (context: SerializationContext | undefined): SerializationContext | undefined => {
    const id = ids[Number(context?.workflowId?.split('-')[1])]
    return context === undefined || id === undefined ? context : { ...context, workflowId: id }
  }
  return {
    encode: (payloads, context) => codec.encode(payloads, original(context)),
    decode: (payloads, context) => codec.decode(payloads, original(context)),
  }
}

async function replayed(log: Log, code: string, histories: History[], codec: PayloadCodec): Promise<Block> {
  // The last worker of a runtime ends it: every block has one of its own.
  bindTemporalRuntime(log)
  const copies = Array.from({ length: COPIES }, (_, copy) =>
    histories.map((history, n) => ({ workflowId: `replay-${n}-${copy}`, history })),
  ).flat()
  const results = Worker.runReplayHistories(
    { workflowBundle: { code }, dataConverter: { payloadCodecs: [codec] }, replayName: 'bench' },
    (async function* feed() {
      yield* copies
    })(),
  )
  // Its first result comes after the worker has been made: only what follows is replaying.
  let began = 0
  let events = 0
  let done = 0
  for await (const { workflowId, error } of results) {
    if (error !== undefined) throw error
    done += 1
    if (done === 1) began = performance.now()
    else events += (copies.find((copy) => copy.workflowId === workflowId)?.history.events ?? []).length
  }
  return { seconds: (performance.now() - began) / 1000, events }
}
