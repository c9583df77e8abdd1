import type { Data, Json, ProcessKind } from '../../../workflows/durable/types.ts'

/** A part of what has to be known: the fields of one thing, or a list of things that are alike. */
export interface Part {
  /** Names its title, `matter.<name>`; each field has its label, `field.<field>`. */
  name: string
  fields?: Data
  rows?: Data[]
}

/** What somebody did or wrote before, about the same step. */
export interface Said {
  process: ProcessKind
  type: string
  data: Data
  at: Date
  /** Code and id of who acted; null where time or another process did. */
  who: string | null
  whoId: string | null
  /** Recorded for whoever could not do it himself. */
  onBehalf: boolean
}

/** A field that is not what it was in the version before. */
export interface Difference {
  field: string
  was: Json
  became: Json
}

/** What a process says of one of its tasks. */
export interface Subject {
  parts: Part[]
  earlier?: Said[]
  changes?: Difference[]
  /** What was given the last time, by the names under which it is given again. */
  given?: Data | undefined
}

/** The task at hand, and what its process remembers. */
export interface Asked<State> {
  key: string
  kind: string
  data: Data
  state: State
  /** What was said in the process, oldest first. */
  events: readonly Said[]
}

/** Which papers of the process belong to the step. */
export interface PapersWanted {
  kinds: readonly string[]
  /** Only what was made for this version. */
  version?: number
}

export const NO_PAPERS: PapersWanted = { kinds: [] }

/** What a kind of process tells about its tasks. */
export interface Matters<State> {
  /** Types of the events that are worth telling: decisions with their reasons, answers, texts. */
  said: readonly string[]
  subject(asked: Asked<State>): Subject
  papers(asked: Asked<State>): PapersWanted
}

/** Events of these types, of the same occasion. */
export const said = (
  events: readonly Said[],
  types: readonly string[],
  isSame: (data: Data) => boolean = () => true,
): Said[] => events.filter(({ type, data }) => types.includes(type) && isSame(data))

export const lastSaid = (
  events: readonly Said[],
  type: string,
  isSame: (data: Data) => boolean = () => true,
): Data | undefined => said(events, [type], isSame).at(-1)?.data

export const isRecord = (value: Json | undefined): value is Data =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The list of things at a field; empty where there is none. */
export const rowsOf = (value: Json | undefined): Data[] =>
  Array.isArray(value) ? value.filter((one): one is Data => isRecord(one)) : []

/** A part with these fields, left out where nothing is known. */
export function fieldsPart(name: string, fields: Record<string, Json | undefined>): Part[] {
  const known = Object.entries(fields).filter(
    (entry): entry is [string, Json] => entry[1] !== undefined && entry[1] !== null && entry[1] !== '',
  )
  return known.length === 0 ? [] : [{ name, fields: Object.fromEntries(known) }]
}

export const rowsPart = (name: string, rows: Data[]): Part[] => (rows.length === 0 ? [] : [{ name, rows }])

/** What differs between two versions, lists and groups as a whole. */
export function differences(was: Data, became: Data): Difference[] {
  const fields = [...new Set([...Object.keys(was), ...Object.keys(became)])]
  return fields.flatMap((field) => {
    const [before = null, after = null] = [was[field], became[field]]
    return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ field, was: before, became: after }]
  })
}
