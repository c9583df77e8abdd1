import type { Client } from '@temporalio/client'
import type { MailboxInput } from '../workflows/mailbox/workflow.ts'

/** Puts letters into a person's mailbox, and opens it where it is not open. A letter that is there already stays once. */
export async function putIntoMailbox(
  { client, taskQueue }: { client: Client; taskQueue: string },
  person: string,
  messages: string[],
): Promise<void> {
  await client.workflow.signalWithStart<(input: MailboxInput) => Promise<void>, [string[]]>('mailbox', {
    workflowId: `mailbox/${person}`,
    taskQueue,
    args: [{ queue: [] }],
    signal: 'post',
    signalArgs: [messages],
  })
}
