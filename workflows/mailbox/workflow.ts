import {
  allHandlersFinished,
  condition,
  continueAsNew,
  defineSignal,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow'

/** Sends one recorded message; harmless when it was sent before. */
export interface Postman {
  send(message: string): Promise<void>
}

export interface MailboxInput {
  queue: string[]
}

const postSignal = defineSignal<[string[]]>('post')

const { send } = proxyActivities<Postman>({
  startToCloseTimeout: '1 minute',
  heartbeatTimeout: '10 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '15 minutes' },
})

/** One person's mail, in the order it was written, each message once. It ends when nothing is left to send. */
export async function mailbox(input: MailboxInput): Promise<void> {
  const queue = [...input.queue]
  setHandler(postSignal, (messages) => {
    queue.push(...messages.filter((message) => !queue.includes(message)))
  })
  await condition(() => queue.length > 0)
  while (queue.length > 0) {
    const message = queue[0]
    if (message !== undefined) await send(message)
    queue.shift()
    if (workflowInfo().continueAsNewSuggested) {
      await condition(allHandlersFinished)
      await continueAsNew<typeof mailbox>({ queue })
    }
  }
}
