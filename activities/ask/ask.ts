import type { PoolClient } from 'pg'
import type { Engine } from '../../client/engine.ts'
import type { Database } from '../../database/database.ts'
import { inTransaction } from '../../database/transaction.ts'
import { effectInput } from '../../schema/contracts/activities.ts'
import { Refused } from '../../schema/refused.ts'
import type { EffectInput, EffectResult } from '../../workflows/durable/port.ts'
import type { Data } from '../../workflows/durable/types.ts'
import type { InstitutionReader } from '../record/institution.ts'
import { agenda } from './agenda.ts'
import { processOf, releaseLines, releasePlace } from './cycle.ts'
import { moveLine } from './move-line.ts'
import { planLines } from './plan-lines.ts'
import { promote, waitingInVain } from './reserve.ts'
import { session } from './sessions.ts'

interface Answer {
  reply: EffectResult['reply']
  /** Sites on which places may have become free. */
  sites: string[]
}

/** Questions a core cannot answer itself, each answered in one transaction and the same when asked again. */
export function createAskActivities(deps: {
  database: Database
  reader: InstitutionReader
  engine: Pick<Engine, 'command'>
}) {
  const answer = async (
    client: PoolClient,
    input: EffectInput,
    question: string,
    data: Data,
  ): Promise<Answer> => {
    const facts = await deps.reader.read(input.institution, input.policy)
    const process = processOf(data.cycle)
    switch (question) {
      case 'agenda':
        return { reply: { type: 'answered', data: await agenda(client, input, data, facts) }, sites: [] }
      case 'session':
        return answered('answered', { reply: await session(client, input, data), sites: [] })
      case 'planLines':
        return answered('answered', await planLines(client, input, data, facts))
      case 'moveLine':
        return answered('placesMoved', await moveLine(client, input, data, facts))
      case 'releaseLines':
        return { reply: null, sites: await releaseLines(client, process) }
      case 'releasePlace':
        return { reply: null, sites: await releasePlace(client, process, String(data.line)) }
      default:
        throw new Error(`nobody answers ${question}`)
    }
  }

  const tell = async (input: EffectInput, key: string, process: string): Promise<void> => {
    const by = { person: null, roles: [] }
    try {
      const id = `${input.process}:${key}:${process}`
      await deps.engine.command(process, { id, type: 'placesFreed', data: {}, by })
    } catch (error) {
      // It ended meanwhile, and gives its places back itself.
      if (!(error instanceof Refused && error.code === 'processEnded')) throw error
    }
  }

  return {
    async ask(input: EffectInput): Promise<EffectResult> {
      effectInput.parse(input)
      const { effect } = input
      if (effect.type !== 'ask') throw new Error('not a question')
      const { reply, waiting } = await inTransaction(deps.database.of(input.institution), async (client) => {
        const { reply, sites } = await answer(client, input, effect.question, effect.data)
        if (sites.length === 0) return { reply, waiting: [] }
        const promoted = await promote(client, sites)
        return { reply, waiting: [...new Set([...promoted, ...(await waitingInVain(client, sites))])] }
      })
      for (const process of waiting) await tell(input, effect.key, process)
      return { reply, refused: [] }
    },
  }
}

/** A question the cycle no longer asks has no answer. */
const answered = (type: string, found: { reply: Data | null; sites: string[] }): Answer => ({
  reply: found.reply === null ? null : { type, data: found.reply },
  sites: found.sites,
})
