import { ApplicationFailure } from '@temporalio/common'
import type { Log } from '../logging/log.ts'
import type { BatchInput, EffectInput, EffectOutcome, EffectResult } from '../workflows/durable/port.ts'
import type { Effect } from '../workflows/durable/types.ts'

export type EffectHandlers = Record<Effect['type'], (input: EffectInput) => Promise<EffectResult>>

/**
 * Performs what one batch of facts brought about, one after another, each at least once and idempotent by its key. A
 * failure that is final comes back as an outcome; what failed in passing has none, and is asked for again without
 * holding back the others. Only a batch of which nothing could be done fails, and is tried again later.
 */
export function createPerformActivities(handlers: EffectHandlers, log: Log) {
  return {
    async perform({ effects, ...input }: BatchInput): Promise<EffectOutcome[]> {
      const outcomes: EffectOutcome[] = []
      let passing: unknown = null
      for (const effect of effects) {
        try {
          outcomes.push({ effect: effect.key, ...(await handlers[effect.type]({ ...input, effect })) })
        } catch (err) {
          log.warn({ process: input.process, effect: effect.key, kind: effect.type, err }, 'an effect failed')
          const failed = finalCode(err)
          if (failed === null) passing = err
          else outcomes.push({ effect: effect.key, failed })
        }
      }
      if (passing !== null && outcomes.length === 0) throw passing
      return outcomes
    },
  }
}

/** By name, because an error that came from the drawing thread has lost its class. */
const FINAL: Readonly<Record<string, string>> = {
  ZodError: 'invalidInput',
  PaperNotLoadable: 'paperIncomplete',
  DrawingError: 'paperUndrawable',
}

/** The code of a failure that no repetition mends, or null. */
function finalCode(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  if (error instanceof ApplicationFailure)
    return error.nonRetryable === true ? (error.type ?? 'internal') : null
  return FINAL[error.name] ?? null
}
