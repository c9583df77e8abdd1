import type { Database } from '../../database/database.ts'
import { effectInput } from '../../schema/contracts/activities.ts'
import type { EffectInput, EffectResult } from '../../workflows/durable/port.ts'
import { messageId } from '../record/ids.ts'
import type { InstitutionReader } from '../record/institution.ts'
import { writeLetters } from '../record/letters.ts'
import { resolveOwners } from '../record/owners.ts'
import type { Post } from '../record/record.ts'

/** Tells people something that is no task. Each message is written once, whatever is repeated. */
export function createInformActivities(deps: {
  database: Database
  reader: InstitutionReader
  post(posts: Post[]): void
}) {
  return {
    async inform(input: EffectInput): Promise<EffectResult> {
      effectInput.parse(input)
      const { effect } = input
      if (effect.type !== 'inform') throw new Error('not an information')
      const institution = await deps.reader.read(input.institution, input.policy)
      const sql = await deps.database.of(input.institution).connect()
      try {
        const turns = effect.persons.map((owner) => ({ owner }))
        const persons = await resolveOwners(sql, input.institution, institution, turns)
        const letters = persons.flatMap((person, n) => {
          const id = messageId(`${input.process}:${effect.key}`, 0, n)
          const { template, data } = effect
          // Who is named twice, by office and by name, is told once.
          return person === null || persons.indexOf(person) < n
            ? []
            : [{ id, person, task: null, contact: null, template, data, at: input.at }]
        })
        const place = { id: input.process, institution: input.institution }
        const { rows } = await sql.query<Post>(writeLetters(place, [], letters))
        deps.post(rows)
      } finally {
        sql.release()
      }
      return { reply: null, refused: [] }
    },
  }
}
