import type { Language } from '../schema/contracts/lists.ts'

/** The ways a person's word comes in. The engine's own decisions come through none of them. */
export const DOOR_KINDS = ['console', 'link', 'key', 'commandLine'] as const
export type DoorKind = (typeof DOOR_KINDS)[number]

export interface Door {
  kind: DoorKind
  /** Public id of the session, link or key; of a command line: the name of the user of the machine. */
  id: string
  /** The session behind a link: what is proven in it, by a code, counts in it alone. */
  session?: string
}

/** Who acts, and how he came in: what the facade takes. */
export interface By {
  /** Code or id of a person of the institution. */
  person: string
  door: Door
  /** No others count, where a key was made with fewer than its person has. */
  roles?: readonly string[]
  /**
   * Shows that it is the person himself, before something weighty is decided; throws Refused where it cannot. Left out
   * where nothing shows it: a letter may have been passed on, a key lies in a file.
   */
  prove?: () => Promise<void>
}

/** Somebody who is known: found by a session, a link or a key, never by what a request says of itself. */
export interface Caller extends By {
  /** Id. */
  institution: string
  /** Id. */
  person: string
  code: string
  roles: readonly string[]
  /** Id; null: of the institution. */
  partner: string | null
  department: string | null
  language: Language
  /** The task that a link opens. */
  task: string | null
}

/** As commands and events keep it. */
export const doorText = ({ kind, id }: Door): string => `${kind}/${id}`
