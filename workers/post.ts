import type { Client } from '@temporalio/client'
import type { Post } from '../activities/record/record.ts'
import type { MailboxInput } from '../workflows/mailbox/workflow.ts'

/** Puts messages into their persons' mailboxes, starting those that are not open. */
export function postman(client: Client, taskQueue: string): (posts: Post[]) => Promise<void> {
  return async (posts) => {
    const byPerson = new Map<string, string[]>()
    for (const { person, message } of posts) byPerson.set(person, [...(byPerson.get(person) ?? []), message])
    await Promise.all(
      [...byPerson].map(([person, messages]) =>
        client.workflow.signalWithStart<(input: MailboxInput) => Promise<void>, [string[]]>('mailbox', {
          workflowId: `mailbox/${person}`,
          taskQueue,
          args: [{ queue: [] }],
          signal: 'post',
          signalArgs: [messages],
        }),
      ),
    )
  }
}
