import {
  allHandlersFinished,
  condition,
  continueAsNew,
  defineSignal,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow'
import { mailQueueOf } from './queue.ts'

/** Sends recorded messages one after the other; harmless for those that were sent before. */
export interface Postman {
  send(messages: string[]): Promise<void>
}

export interface MailboxInput {
  queue: string[]
}

/** So that one task of the postman stays within its time even where the mail server is slow. */
const AT_ONCE = 20

const postSignal = defineSignal<[string[]]>('post')

/** One person's mail, in the order it was written, each message once. It ends when nothing is left to send. */
export async function mailbox(input: MailboxInput): Promise<void> {
  const { send } = proxyActivities<Postman>({
    taskQueue: mailQueueOf(workflowInfo().taskQueue),
    startToCloseTimeout: '10 minutes',
    heartbeatTimeout: '10 seconds',
    retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '15 minutes' },
  })
  const queue = [...input.queue]
  setHandler(postSignal, (messages) => {
    queue.push(...messages.filter((message) => !queue.includes(message)))
  })
  await condition(() => queue.length > 0)
  while (queue.length > 0) {
    const taken = queue.slice(0, AT_ONCE)
    await send(taken)
    queue.splice(0, taken.length)
    if (workflowInfo().continueAsNewSuggested) {
      await condition(allHandlersFinished)
      await continueAsNew<typeof mailbox>({ queue })
    }
  }
}
