import type { Pool, PoolClient } from 'pg'
import type { Engine } from '../../client/engine.ts'
import { effectInput } from '../../schema/contracts/activities.ts'
import type { EffectInput, EffectResult } from '../../workflows/durable/port.ts'
import type { Data } from '../../workflows/durable/types.ts'
import type { InstitutionReader } from '../record/institution.ts'
import { agenda } from './agenda.ts'
import { planLines } from './plan-lines.ts'
import { promote } from './reserve.ts'

/** Questions a core cannot answer itself, each answered in one transaction and the same when asked again. */
export function createAskActivities(deps: { pool: Pool; reader: InstitutionReader; engine: Engine }) {
  const freed = async (client: PoolClient, sites: string[]): Promise<string[]> =>
    sites.length === 0 ? [] : promote(client, [...new Set(sites)].sort())

  const answer = async (client: PoolClient, input: EffectInput, question: string, data: Data) => {
    const facts = await deps.reader.read(input.institution, input.policy)
    switch (question) {
      case 'agenda':
        return { reply: await agenda(client, input, data, facts), promoted: [] }
      case 'planLines':
        return { reply: await planLines(client, input, data, facts), promoted: [] }
      case 'releaseLines':
        return { reply: null, promoted: await freed(client, await releaseLines(client, data)) }
      case 'releasePlace':
        return { reply: null, promoted: await freed(client, await releasePlace(client, input, data)) }
      default:
        throw new Error(`nobody answers ${question}`)
    }
  }

  return {
    async ask(input: EffectInput): Promise<EffectResult> {
      effectInput.parse(input)
      const { effect } = input
      if (effect.type !== 'ask') throw new Error('not a question')
      const client = await deps.pool.connect()
      let answered: { reply: Data | null; promoted: string[] }
      try {
        await client.query('BEGIN')
        answered = await answer(client, input, effect.question, effect.data)
        await client.query('COMMIT')
      } catch (error) {
        await client.query('ROLLBACK').catch(() => undefined)
        throw error
      } finally {
        client.release()
      }
      for (const process of answered.promoted) {
        const id = `${input.process}:${effect.key}:${process}`
        await deps.engine.command(process, {
          id,
          type: 'placesFreed',
          data: {},
          by: { person: null, roles: [] },
        })
      }
      const reply = answered.reply === null ? null : { type: 'answered', data: answered.reply }
      return { reply, refused: [] }
    },
  }
}

async function releaseLines(client: PoolClient, data: Data): Promise<string[]> {
  const lines = data.lines as string[]
  const { rows } = await client.query<{ site_id: string }>(
    `UPDATE reservation SET state = 'released' FROM schedule_line line
     WHERE line.id = schedule_line_id AND process_id = $1 AND (cardinality($2::text[]) = 0 OR line.code = ANY($2))
     RETURNING reservation.site_id`,
    [`practice-cycle/${String(data.cycle)}`, lines],
  )
  return rows.map((row) => row.site_id)
}

/** A place is given back once: the reservation shrinks to the trainees who are still expected. */
async function releasePlace(client: PoolClient, input: EffectInput, data: Data): Promise<string[]> {
  const process = `practice-cycle/${String(data.cycle)}`
  const { rows } = await client.query<{ site_id: string }>(
    `WITH expected AS (
       SELECT count(*)::int AS places FROM process cycle,
         jsonb_array_elements(cycle.state -> 'lines') AS line, jsonb_array_elements_text(line -> 'trainees') AS trainee
       WHERE cycle.id = $1 AND line ->> 'code' = $2
         AND coalesce(cycle.state -> 'outcomes' ->> trainee, '') NOT IN ('withdrawn', 'didNotShow')
     )
     UPDATE reservation SET places = greatest(1, expected.places),
       state = CASE WHEN expected.places = 0 THEN 'released' ELSE reservation.state END
     FROM schedule_line line, expected
     WHERE line.id = schedule_line_id AND process_id = $1 AND line.code = $2 AND line.institution_id = $3
     RETURNING reservation.site_id`,
    [process, data.line, input.institution],
  )
  return rows.map((row) => row.site_id)
}
