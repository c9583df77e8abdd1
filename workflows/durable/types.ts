/** The contract between a process core and whatever runs it: workflow, rehearsal or property test. Plain JSON only. */

/** UTC, ISO 8601 with milliseconds. */
export type Instant = string
/** A day in the institution's zone, YYYY-MM-DD. */
export type Day = string
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }
export type Data = { [key: string]: Json }

export const PROCESS_KINDS = [
  'partnership',
  'agreement',
  'practiceCycle',
  'placement',
  'attestation',
] as const
export type ProcessKind = (typeof PROCESS_KINDS)[number]

/** When something is decided: the instant, and the day it is then where the institution is. */
export interface Now {
  at: Instant
  today: Day
}

/** A person who acts, as the facade found him. `door`: by which he came in, with its public id. */
export interface Decider {
  person: string
  roles: string[]
  door: string
}

/** Who acts; a process (or time) does so through no door. */
export type Actor = Decider | { person: null; roles: string[] }

export interface PersonFact {
  rank: number
  roles: string[]
  /** Role names of the policy that the person may hold: posts, ranks and those it names as a substitute for. */
  holds: string[]
  reachable: boolean
  active: boolean
  partner: string | null
}

/** What the facade looked up for a command, by person id. */
export interface Facts {
  persons: Record<string, PersonFact>
  /** The policy allows this decision to be taken for somebody who cannot take it himself. */
  onBehalf?: boolean
  /** Departments whose programmes the partner's schedule has, one for each head; only where they decide who is asked. */
  departments?: string[]
}

/** A request to a process. `id` is the idempotency key; `task` names the task it completes, if any. */
export interface Command {
  id: string
  type: string
  /** The key of the task, and the public id of the occasion that whoever decides had before him. */
  task?: string
  occasion?: string
  data: Data
  by: Actor
  facts?: Facts
  /** Staff act for the task's owner, who cannot: the evidence that it is what the owner decided. */
  onBehalf?: string
}

export interface Refusal {
  refusal: string
  params?: Data
}

export const refuse = (code: string, params: Data = {}): Refusal => ({ refusal: code, params })
export const isRefusal = (result: object): result is Refusal => 'refusal' in result

/** When something is due: a day (at the policy's hour), or a number of days from now or from a day. */
export type Due =
  | { on: Day }
  | { days: number; from?: Day }
  | { workingDays: number; from?: Day }
  | { months: number; from: Day }

/** Whose turn it is, resolved to one person when the task opens. */
export type Owner =
  | { person: string }
  | { role: string; partner?: string; department?: string }
  | { superiorOf: string }
  /** The practice office; where that is the person named here, whoever leads the institution. */
  | { officeBeside: string }

/** Who may hold a task beside the person it opened for, however they come to it. */
export interface Holders {
  /** One of these, by role or by the policy's word; empty where anybody of the side may. */
  roles: readonly string[]
  /** The least rank. */
  rank?: number
  /** The partner, or null for the institution. */
  side: string | null
}

/** A step awaited from a person. Derived from the state, never stored twice. */
export interface Task {
  wait: 'task'
  /** Unique in the process and never reused for another occasion. */
  key: string
  kind: string
  owner: Owner
  due: Due
  ladder: string
  /** What the texts of the task need. */
  data: Data
  /** Persons who may never complete it, however they come to it. */
  notBy?: string[]
  /** Left out, whoever has the role it is opened for; null where it is its owner's alone and cannot be passed on. */
  holders?: Holders | null
  /**
   * The process goes on without an answer: an alarm of its own, or a decision beside it, ends the waiting. Left out, the
   * institution decides when the last contact was made in vain.
   */
  lapses?: true
}

/** An instant at which the process itself acts. */
export interface Alarm {
  wait: 'alarm'
  key: string
  due: Due
  /** morning: when the working day begins; evening: when it ends. */
  hour?: 'morning' | 'evening'
}

export type Wait = Task | Alarm

export interface Paper {
  kind: string
  language: string
  draft: boolean
  version: number
  /** What the loader cannot find in the database. */
  data: Data
  /** The employer's own number and date; absent where Bitim numbers. */
  given?: { number: string; date: Day }
  line?: string
  subject?: string
}

export interface Telling {
  to: string
  kind: ProcessKind
  /** Starts the process with this input unless it runs already. */
  begin?: Data
  command?: { type: string; data: Data }
}

/** An edition of a paper that stopped to be in force for these lines; `whole` where none is left. */
export interface Revocation {
  instance: string
  edition: number
  lines: string[]
  whole: boolean
  /** The one person whose own paper of the edition it is about. */
  subject?: string
}

/** Work outside the process, performed at least once and idempotent by its key. */
export type EffectSpec =
  | { type: 'issue'; papers: Paper[] }
  | { type: 'tell'; messages: Telling[] }
  | { type: 'ask'; question: string; data: Data }
  | { type: 'revoke'; papers: Revocation[]; reason: string }
  | { type: 'inform'; persons: Owner[]; template: string; data: Data }

export type Effect = EffectSpec & { key: string }

export interface EventBase {
  type: string
}

/** A task as somebody closed it. */
export interface Closed {
  key: string
  kind: string
  decision: string
  /** What the task showed, and what was answered. */
  data: Data
  answer: Data
}

export interface Situation {
  stage: string
  outcome: string | null
  open: boolean
}

/** A process: its whole behaviour as pure functions. */
export interface Core<State, Event extends EventBase> {
  kind: ProcessKind
  begin(input: Data): Event[]
  /** The only place where a rule about who, when and in what order lives. */
  decide(state: State, command: Command, now: Now): Event[] | Refusal
  /** No rules, no failure. `null` only for the first event. */
  evolve(state: State | null, event: Event): State
  waits(state: State): Wait[]
  effects(event: Event, state: State): EffectSpec[]
  situation(state: State): Situation
  /** Takes a wrong entry back, so that it is asked for again; nothing of it may have left the house. */
  reopen?(state: State, entry: Closed, reason: string): Event[] | Refusal
  /** A state any earlier version kept, as one of this version. */
  upcast?(state: unknown): State
}

export function assertNever(value: never): never {
  throw new Error(`unexpected case: ${JSON.stringify(value)}`)
}
