import { defineQuery, defineUpdate } from '@temporalio/workflow'
import type { Running } from './ledger.ts'
import type { Command, Data, ProcessKind } from './types.ts'

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
  running?: Running<never>
  /** Test knob: continue as new after this many recorded facts. */
  renewEvery?: number
}

export interface Reached {
  seq: number
}

export const commandUpdate = defineUpdate<Reached, [Command]>('command')
export const stateQuery = defineQuery<Running<unknown>>('running')

export const processId = {
  kindOf(id: string): ProcessKind {
    const kinds: Record<string, ProcessKind> = {
      partnership: 'partnership',
      agreement: 'agreement',
      'practice-cycle': 'practiceCycle',
      placement: 'placement',
      attestation: 'attestation',
    }
    const kind = kinds[id.slice(0, id.indexOf('/'))]
    if (kind === undefined) throw new Error('not a process id')
    return kind
  },
}
