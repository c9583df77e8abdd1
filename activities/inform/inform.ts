import type { Pool } from 'pg'
import { effectInput } from '../../schema/contracts/activities.ts'
import type { EffectInput, EffectResult } from '../../workflows/durable/port.ts'
import { messageId } from '../record/ids.ts'
import type { InstitutionReader } from '../record/institution.ts'
import { resolveOwner } from '../record/owners.ts'
import type { Post } from '../record/record.ts'
import { insertMessages } from '../record/rows.ts'

/** Tells people something that is no task. Each message is written once, whatever is repeated. */
export function createInformActivities(deps: {
  pool: Pool
  reader: InstitutionReader
  post(posts: Post[]): Promise<void>
}) {
  return {
    async inform(input: EffectInput): Promise<EffectResult> {
      effectInput.parse(input)
      const { effect } = input
      if (effect.type !== 'inform') throw new Error('not an information')
      const institution = await deps.reader.read(input.institution, input.policy)
      const client = await deps.pool.connect()
      const posts: Post[] = []
      try {
        await client.query('BEGIN')
        for (const [n, owner] of effect.persons.entries()) {
          const person = await resolveOwner(client, input.institution, institution, owner)
          if (person === null) continue
          const id = messageId(`${input.process}:${effect.key}`, 0, n)
          const { rowCount } = await client.query('SELECT FROM message WHERE id = $1', [id])
          const { template, data } = effect
          const letter = { id, person, task: null, contact: null, template, data, at: input.at }
          if (rowCount === 0)
            await insertMessages(client, { id: input.process, institution: input.institution }, [letter])
          posts.push({ person, message: id })
        }
        await client.query('COMMIT')
      } catch (error) {
        await client.query('ROLLBACK').catch(() => undefined)
        throw error
      } finally {
        client.release()
      }
      await deps.post(posts)
      return { reply: null, refused: [] }
    },
  }
}
