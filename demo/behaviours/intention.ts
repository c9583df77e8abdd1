import type { Data } from '../../workflows/durable/types.ts'
import type { OpenTask } from '../tasks.ts'

/** What somebody will do with a task, and when: days counted from its opening, always at ten in the morning. */
export interface Intention {
  /** Working days after the opening. */
  after?: number
  /** Or days from the due date. */
  fromDue?: number
  decision: string
  data?: Data
}

export interface Cast {
  /** Persons by code → id, and the other way round. */
  id(code: string): string
  code(id: string): string
  /** Belongs to the task: in which order tasks happen to be opened changes nobody's luck. */
  random(task: OpenTask): number
}

export type Behaviour = (task: OpenTask, cast: Cast) => Intention

export const list = (value: unknown): Data[] => (Array.isArray(value) ? (value as Data[]) : [])
export const text = (value: unknown): string => String(value ?? '')
export const roundOf = (task: OpenTask): number => Number(task.key.split('.').at(-1))
export const done = (after: number, data: Data = {}): Intention => ({ after, decision: 'record', data })
