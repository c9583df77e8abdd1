import { InstitutionReader } from '../../activities/record/institution.ts'
import { createRecordActivities } from '../../activities/record/record.ts'
import { createLog } from '../../logging/log.ts'
import { commit, decide } from '../../workflows/durable/engine.ts'
import type { Running } from '../../workflows/durable/ledger.ts'
import type { Command, Data } from '../../workflows/durable/types.ts'
import { isRefusal } from '../../workflows/durable/types.ts'
import { partnershipCore } from '../../workflows/partnership/process.ts'
import type { PartnershipState } from '../../workflows/partnership/state.ts'
import { POLICY } from '../support/policy.ts'
import type { World } from '../support/world.ts'

const SILENT = createLog({ name: 'test', level: 'fatal', pretty: false })

export interface Played {
  process: string
  /** Completes the task with this key; answers the sequence number reached. */
  complete(key: string, data: Data): Promise<number>
}

/** A partnership recorded as its worker would, without the engine around it. */
export async function beginPartnership(
  { pool, database, scope }: World,
  partner: string,
  at: string,
): Promise<Played> {
  const { record } = createRecordActivities({
    database,
    reader: new InstitutionReader(database),
    post: () => undefined,
    log: SILENT,
  })
  const id = async (table: string, code: string): Promise<string> => {
    const { rows } = await pool.query<{ id: string }>(`SELECT id FROM ${table} WHERE code = $1`, [code])
    return rows[0]?.id ?? ''
  }
  const policy = { id: POLICY.id, version: POLICY.version }
  const administrator = await id('person', 'S004')
  const own = `test-${partner}`
  const running: Running<PartnershipState> = {
    id: `partnership/${own}`,
    institution: scope.institution,
    policy,
    parent: null,
    clockOffset: 0,
    zone: [],
    seq: 0,
    head: '',
    state: null as unknown as PartnershipState,
    book: {},
    escalated: {},
    outbox: [],
    stuck: {},
    ring: [],
  }
  const take = async (command: Command): Promise<number> => {
    const events =
      command.type === 'begin'
        ? partnershipCore.begin(command.data)
        : decide(partnershipCore, running, command, { at, today: at.slice(0, 10) })
    if (isRefusal(events)) throw new Error(events.refusal)
    const fromSeq = running.seq
    const change = commit(partnershipCore, running, events, command, at)
    const { id: process, institution, parent, clockOffset, state, book, outbox, head } = running
    const situation = partnershipCore.situation(state)
    const input = {
      id: process,
      kind: partnershipCore.kind,
      institution,
      policy,
      parent,
      clockOffset,
      fromSeq,
      head,
    }
    const result = await record({ ...input, ...change, situation, state, book, outbox, at })
    if (!('bookings' in result)) throw new Error('recorded before')
    running.head = result.head
    Object.assign(running.book, result.bookings)
    return running.seq
  }
  await take({
    id: 'begin',
    type: 'begin',
    by: { person: null, roles: [] },
    data: {
      id: own,
      partner: await id('partner', partner),
      administrator,
      language: 'uz-Latn',
      forms: ['studentPractice'],
      policy: { ...POLICY.partnership } as Data,
    },
  })
  return {
    process: running.id,
    complete: (key, data) =>
      take({
        id: `do ${key}`,
        type: 'complete',
        task: key,
        data,
        by: { person: administrator, roles: [], door: 'commandLine/test' },
      }),
  }
}
