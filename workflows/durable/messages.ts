import { defineQuery, defineUpdate } from '@temporalio/workflow'
import type { Running } from './ledger.ts'
import type { Command, Data, Decider } from './types.ts'

/** How a process begins. Later runs receive `running` instead of `begin`. */
export interface ProcessInput {
  id: string
  institution: string
  policy: { id: string; version: number }
  parent: string | null
  clockOffset: number
  begin: Data
  /** The command that began it: another begin command is refused. */
  command: string
  /** Who began it; left out where another process did. */
  by?: Decider
  running?: Running<never>
  /** Tests only: continue as new after this many recorded facts. */
  renewEvery?: number
}

export interface Reached {
  seq: number
}

export const commandUpdate = defineUpdate<Reached, [Command]>('command')
export const stateQuery = defineQuery<Running<unknown>>('running')
