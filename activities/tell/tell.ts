import { ApplicationFailure, Context } from '@temporalio/activity'
import type { Engine } from '../../client/engine.ts'
import type { Database } from '../../database/database.ts'
import { effectInput } from '../../schema/contracts/activities.ts'
import { Refused } from '../../schema/refused.ts'
import type { EffectInput, EffectResult } from '../../workflows/durable/port.ts'
import type { Data, Telling } from '../../workflows/durable/types.ts'
import type { InstitutionReader } from '../record/institution.ts'
import { Turns } from './turns.ts'

const AT_ONCE = 8
/** Tellings to one process at once: hundreds of placements end on one day, and the engine takes ten from everybody. */
const TO_ONE_AT_ONCE = 6
/** Attempts after which a process that does not exist is taken for one that never will: about a minute. */
const LATEST = 8

/**
 * Processes tell one another through the door everybody uses: an update with a command id, recorded before it is
 * answered. A repetition is harmless, and what the other refuses comes back to the sender.
 */
export function createTellActivities(deps: {
  engine: Engine
  reader: InstitutionReader
  database: Database
}) {
  const turns = new Turns(TO_ONE_AT_ONCE)
  const deliver = async (input: EffectInput, message: Telling, n: number): Promise<string | null> => {
    const id = `${input.process}:${input.effect.key}:${n}`
    try {
      if (message.begin !== undefined) {
        const policy = await deps.reader.policy(input.policy.id, input.policy.version)
        await deps.engine.begin({
          kind: message.kind,
          id: message.to,
          institution: input.institution,
          policy: input.policy,
          parent: input.process,
          begin: { ...message.begin, policy: policy[message.kind] as unknown as Data },
          command: `${id}:begin`,
        })
      }
      if (message.command !== undefined) {
        const command = { id, ...message.command, by: { person: null, roles: [] } }
        await turns.take(message.to, () => deps.engine.command(message.to, command))
      }
      return null
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      if (error.code === 'alreadyStarted') return null
      if (PASSING.includes(error.code)) throw error
      if (error.code === 'processEnded' && !(await isKnown(input.institution, message.to))) {
        // Told beside the telling that begins it: it comes later, unless nobody ever begins it.
        if (Context.current().info.attempt < LATEST)
          throw ApplicationFailure.retryable('not begun yet', 'processNotBegun')
        return 'unknownProcess'
      }
      return error.code
    }
  }
  const isKnown = async (institution: string, process: string): Promise<boolean> => {
    const bound = deps.database.of(institution)
    const { rows } = await bound.query('SELECT FROM process WHERE id = $1', [process])
    return rows.length > 0
  }
  return {
    async tell(input: EffectInput): Promise<EffectResult> {
      effectInput.parse(input)
      if (input.effect.type !== 'tell') throw new Error('not a telling')
      const queue = input.effect.messages.map((message, n) => ({ message, n }))
      const refused: EffectResult['refused'] = []
      const work = async (): Promise<void> => {
        for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
          const code = await deliver(input, next.message, next.n)
          if (code !== null) refused.push({ to: next.message.to, code })
          Context.current().heartbeat(next.n)
        }
      }
      await Promise.all(Array.from({ length: AT_ONCE }, work))
      return { reply: null, refused }
    },
  }
}

/** Not the other process's word: the same telling may pass next time. */
const PASSING: readonly string[] = ['workerSilent', 'engineUnreachable', 'engineBehind', 'clockStuck']
