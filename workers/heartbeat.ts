import type { Context } from '@temporalio/activity'
import type { ActivityInterceptors } from '@temporalio/worker'

/** Milliseconds; several within the time after which the engine takes a silent worker for dead. */
const EVERY = 2_000

/** As long as this worker lives the engine hears from it: an activity that takes its time is not taken for a lost one. */
export function heartbeats(context: Context): ActivityInterceptors {
  return {
    inbound: {
      async execute(input, next) {
        if (context.info.isLocal) return next(input)
        const beat = setInterval(() => context.heartbeat(), EVERY)
        try {
          return await next(input)
        } finally {
          clearInterval(beat)
        }
      },
    },
  }
}
