import type { Html } from './html.ts'

/** What a route answers a person with: a page, the address of one, or a file. */
export type Answer = Shown | Sent | FileAnswer

/** A session that begins with this answer, or the end of those there were. */
export type SessionChange = { kind: 'console' | 'link'; token: string } | 'over'

export interface Shown {
  title: string
  body: Html
  /** 200 where none is given. */
  status?: number
  form?: { id: string; edit: string }
  wide?: boolean
  foot?: Html
  session?: SessionChange
  /** Seconds after which a visitor who tried too often may try again. */
  retryAfter?: number
  /** Its own content security policy, where the one of all pages is too narrow. */
  policy?: string
}

export interface Sent {
  to: string
  session?: SessionChange
}

export interface FileAnswer {
  bytes: Buffer
  type: string
  name: string
  policy?: string
}
