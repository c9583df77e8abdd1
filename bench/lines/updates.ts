import { randomUUID } from 'node:crypto'
import type { Client } from '@temporalio/client'
import { Agreements } from '../agreements.ts'
import type { Measurement } from '../line.ts'
import { mailDelivered } from '../place.ts'
import { REFERENCE_QUEUE, type Stand } from '../stand.ts'
import { alternate, byClients, median, timed, upTo } from '../statistics.ts'
import { type EmptyInput, type empty, emptyUpdate } from '../workflows.ts'

export const CLIENTS = 8
const PAIRS = 4
const AGREEMENTS_A_BLOCK = 12
const APPROVALS = 4

/** Approvals of one block by eight clients, beside as many updates of empty workflows that answer at once. */
export async function updateP50({ connected, plain, place }: Stand): Promise<Measurement> {
  const agreements = new Agreements(connected, place)
  const { ours, reference } = await alternate(
    PAIRS,
    async () => {
      const ids: string[] = []
      await byClients(CLIENTS, upTo(AGREEMENTS_A_BLOCK), async () => {
        ids.push(await agreements.toApproval())
      })
      await mailDelivered(connected)
      const samples = await approvals(ids)
      await mailDelivered(connected)
      return samples
    },
    () => emptyUpdates(plain),
  )
  return { value: median(ours.flat()), reference: median(reference.flat()), samples: ours.flat() }

  /** The update as the facade sends it, without the look-ups before it. */
  async function approvals(ids: string[]): Promise<number[]> {
    const samples: number[] = []
    await byClients(CLIENTS, ids, async (id) => {
      for (let n = 0; n < APPROVALS; n += 1) {
        const task = await agreements.open(id, 'approveDraft')
        if (task === undefined) throw new Error(`${id} waits for no approval`)
        const command = {
          id: randomUUID(),
          type: 'complete',
          task: task.key,
          data: { decision: 'approve', hash: task.data.hash ?? '' },
          by: { person: task.owner, roles: [], door: 'commandLine/bench' },
        }
        samples.push(await timed(() => connected.engine.command(id, command)))
      }
    })
    return samples
  }
}

async function emptyUpdates(client: Client): Promise<number[]> {
  const samples: number[] = []
  const input: EmptyInput = { activities: 0, timers: 0, updates: APPROVALS }
  const ids = await startEmpty(client, AGREEMENTS_A_BLOCK, input)
  await byClients(CLIENTS, ids, async (id) => {
    const handle = client.workflow.getHandle(id)
    await handle.executeUpdate(emptyUpdate)
    for (let n = 0; n < APPROVALS; n += 1) samples.push(await timed(() => handle.executeUpdate(emptyUpdate)))
  })
  return samples
}

async function startEmpty(client: Client, count: number, input: EmptyInput): Promise<string[]> {
  const ids = Array.from({ length: count }, () => `empty/${randomUUID()}`)
  await byClients(CLIENTS, ids, async (workflowId) => {
    await client.workflow.start<typeof empty>('empty', {
      workflowId,
      taskQueue: REFERENCE_QUEUE,
      args: [input],
    })
  })
  return ids
}
