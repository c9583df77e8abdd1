import { createHash } from 'node:crypto'

/** JSON with sorted keys and nothing undefined: the same value gives the same text everywhere. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  const entries = Object.entries(value)
    .filter(([, entry]) => entry !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${canonicalJson(entry)}`).join(',')}}`
}

export interface ChainedEvent {
  process: string
  seq: number
  type: string
  data: unknown
  actor: string | null
  onBehalfOf: string | null
  /** Left out where nobody acted for another. */
  evidence?: string | undefined
  /** Left out where nobody decided, and of events from before doors were told. */
  door?: string | undefined
  command: string
  at: string
}

/** hash = sha256(previous hash ‖ canonical JSON of the event); the first event has the empty previous hash. */
export function chainHash(previous: string, event: ChainedEvent): string {
  return createHash('sha256').update(previous).update(canonicalJson(event)).digest('hex')
}
