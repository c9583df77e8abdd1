import {
  condition,
  defineUpdate,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  sleep,
} from '@temporalio/workflow'

/** The reference: what a durable process with the same history would cost if it did nothing. */
export interface EmptyInput {
  /** How many of its updates are followed by a regular activity. */
  activities: number
  /** Timers that never fire, one history event each: they make its history as long as the one it is held against. */
  timers: number
  /** Updates over which the timers are spread. */
  updates: number
}

export interface Nothing {
  note(): Promise<void>
  act(): Promise<void>
}

/** Answered once a local activity has run, as a command is. */
export const noteUpdate = defineUpdate<number>('note')
/** Answered at once. */
export const emptyUpdate = defineUpdate<number>('empty')

const { note } = proxyLocalActivities<Nothing>({ startToCloseTimeout: '20 seconds' })
const { act } = proxyActivities<Nothing>({ startToCloseTimeout: '2 minutes' })

export async function empty(input: EmptyInput): Promise<void> {
  let asked = 0
  let noted = 0
  let timers = 0

  setHandler(emptyUpdate, () => asked)
  setHandler(noteUpdate, async () => {
    asked += 1
    const mine = asked
    const due = Math.min(input.timers, Math.round((input.timers * mine) / input.updates))
    for (; timers < due; timers += 1) void sleep('365 days')
    await condition(() => noted >= mine)
    return mine
  })
  for (;;) {
    await condition(() => asked > noted)
    const upTo = asked
    await note()
    noted = upTo
    if (noted <= input.activities) void act()
  }
}
