import type { Client } from '@temporalio/client'
import type { Log } from '../logging/log.ts'
import { putIntoMailbox } from './mailbox.ts'

/** Brings letters on their way that no process wrote; what fails is found by the worker's next look. */
export const postTo =
  (engine: { client: Client; taskQueue: string }, log: Log) =>
  (posts: readonly { person: string; message: string }[]): void => {
    for (const { person, message } of posts)
      void putIntoMailbox(engine, person, [message]).catch((err: unknown) =>
        log.warn({ err }, 'a mailbox could not be reached'),
      )
  }
