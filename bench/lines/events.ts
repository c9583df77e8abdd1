import { advance } from '../../client/advance.ts'
import { Agreements } from '../agreements.ts'
import { eventsIn, historyOf } from '../history.ts'
import type { Measurement } from '../line.ts'
import { until } from '../place.ts'
import type { Stand } from '../stand.ts'

/**
 * A signed agreement with four approvers, two signatories, one return with remarks and two reminders, on the clock
 * that can be moved: the reminders really fall due.
 */
export async function eventsPerAgreement({ system, place }: Stand): Promise<Measurement> {
  const { connected, clock } = system
  const agreements = new Agreements(connected, place)
  const id = await agreements.toApproval()
  const legal = await agreements.open(id, 'approveDraft', 'approve.legalOfficer.%')
  if (legal === undefined) throw new Error('nobody asked the lawyer')
  await agreements.send(legal, 'return', {
    hash: legal.data.hash ?? '',
    remarks: 'Clause on working hours: name the shift.',
  })
  await agreements.submit(id)
  await agreements.complete(id, 'approveDraft', 'approve', {
    hash: (await agreements.open(id, 'approveDraft'))?.data.hash ?? '',
  })
  await twoReminders()
  await agreements.approveAll(id)
  await agreements.signAll(id)
  await agreements.allActive([id])
  const events = eventsIn(await historyOf(connected.client, id))
  return { value: events, reference: null, samples: [events] }

  async function twoReminders(): Promise<void> {
    const { rows } = await connected.database.all.query<{ planned_at: Date }>(
      `SELECT planned_at FROM contact JOIN task ON task.id = task_id
       WHERE process_id = $1 AND contact.state = 'planned' ORDER BY planned_at LIMIT 2`,
      [id],
    )
    const second = rows[1]
    if (second === undefined) throw new Error('no reminders are planned')
    await advance(connected.database.all, clock, second.planned_at)
    await until('two reminders', async () => {
      const sent = await connected.database.all.query(
        `SELECT FROM event WHERE process_id = $1 AND type = 'contactDue'`,
        [id],
      )
      return sent.rows.length === 2
    })
  }
}

/** The placement of the story: eight weeks with diary and attendance, evaluation, defence, certificate, follow-ups. */
export async function eventsPerPlacement({ system }: Stand): Promise<Measurement> {
  const { database, client } = system.connected
  const { rows } = await database.all.query<{ id: string }>(
    `SELECT id FROM process WHERE kind = 'placement' AND outcome = 'completed'`,
  )
  const samples = await Promise.all(rows.map(async ({ id }) => eventsIn(await historyOf(client, id))))
  return { value: Math.max(...samples), reference: null, samples }
}
