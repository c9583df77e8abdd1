import type { Post } from '../activities/record/record.ts'
import type { EngineConnection } from '../client/engine-connection.ts'
import type { Log } from '../logging/log.ts'
import type { EffectInput, Performer, Recorder } from '../workflows/durable/port.ts'
import type { Postman } from '../workflows/mailbox/workflow.ts'
import { createTransport, type SmtpServer } from './smtp.ts'

export interface ActivityParts {
  connected: Pick<EngineConnection, 'database' | 'engine'>
  smtp: SmtpServer
  /** Address of the sender where the mail server does not send for the institution's own. */
  from?: string
  /** The public origin of the HTTP door, for the buttons in letters. */
  address?: string
  /** Folder of the papers. */
  files: string
  /** Brings new letters to their mailboxes without being waited for. */
  post(posts: Post[]): void
  log: Log
}

/** Loaded when it is first asked for: a worker polls before it has read what single activities need. */
function later<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined
  return () => {
    loaded ??= load()
    return loaded
  }
}

/** Everything a process may do outside, by activity name. */
export function activitiesOf({ connected, smtp, from, address, files, post, log }: ActivityParts) {
  const { database, engine } = connected
  const reading = later(async () => {
    const { InstitutionReader } = await import('../activities/record/institution.ts')
    return new InstitutionReader(database)
  })
  const recording = later(async () => {
    const { createRecordActivities } = await import('../activities/record/record.ts')
    return createRecordActivities({ database, reader: await reading(), post, log })
  })
  const issuing = later(async () => {
    const { createIssueActivities } = await import('../activities/documents/issue.ts')
    const { localStore } = await import('../documents/store.ts')
    return createIssueActivities({ database, reader: await reading(), store: localStore(files), log })
  })
  const telling = later(async () => {
    const { createTellActivities } = await import('../activities/tell/tell.ts')
    return createTellActivities({ engine, reader: await reading(), database })
  })
  const asking = later(async () => {
    const { createAskActivities } = await import('../activities/ask/ask.ts')
    return createAskActivities({ database, reader: await reading(), engine })
  })
  const informing = later(async () => {
    const { createInformActivities } = await import('../activities/inform/inform.ts')
    return createInformActivities({ database, reader: await reading(), post })
  })
  const revoking = later(async () => {
    const { createRevokeActivities } = await import('../activities/documents/revoke.ts')
    return createRevokeActivities({ database, reader: await reading() })
  })
  const performing = later(async () => {
    const { createPerformActivities } = await import('../activities/perform.ts')
    const handlers = {
      issue: async (input: EffectInput) => (await issuing()).issue(input),
      tell: async (input: EffectInput) => (await telling()).tell(input),
      ask: async (input: EffectInput) => (await asking()).ask(input),
      revoke: async (input: EffectInput) => (await revoking()).revoke(input),
      inform: async (input: EffectInput) => (await informing()).inform(input),
    }
    return createPerformActivities(handlers, log)
  })
  const connecting = later(() => createTransport(smtp))
  const mailing = later(async () => {
    const { createMailActivities } = await import('../activities/mail/index.ts')
    return createMailActivities({
      database,
      transport: await connecting(),
      log,
      ...(from === undefined ? {} : { from }),
      ...(address === undefined ? {} : { address }),
    })
  })
  const activities: Recorder & Performer & Postman = {
    record: async (input) => (await recording()).record(input),
    perform: async (input) => (await performing()).perform(input),
    send: async (messages) => (await mailing()).send(messages),
  }
  return {
    activities,
    close: async (): Promise<void> => {
      const transport = await connecting()
      transport.close()
    },
    /** Reads it all, while there is nothing else to do. */
    warm: async (): Promise<void> => {
      await Promise.all([recording(), performing(), issuing(), telling(), asking(), informing(), mailing()])
    },
  }
}
