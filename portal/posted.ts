import { createHash, timingSafeEqual } from 'node:crypto'
import type { Body } from '../schema/contracts/forms/posted.ts'

export type { Body }

/** What a form sent, a name that came several times with all of its values; no name can reach a prototype. */
export function postedOf(body: string): Body {
  const posted: Record<string, string | string[]> = Object.create(null)
  for (const [name, value] of new URLSearchParams(body)) add(posted, name, value)
  return posted
}

function add(posted: Record<string, string | string[]>, name: string, value: string): void {
  const before = posted[name]
  if (before === undefined) posted[name] = value
  else if (typeof before === 'string') posted[name] = [before, value]
  else before.push(value)
}

/** The one value of a name; the last one where a form sent several, and nothing where it sent none. */
export function one(posted: Body, name: string): string {
  const value = posted[name]
  return (typeof value === 'string' ? value : value?.at(-1)) ?? ''
}

/** The hash of the file that came with a form and is kept. */
export const KEPT = '_kept'

/** The answer without the fields of the page itself. */
export const answerIn = (posted: Body): Body =>
  Object.fromEntries(Object.entries(posted).filter(([name]) => !name.startsWith('_')))

/**
 * What a form must send back, so that nobody makes a browser send one that was not ours: made from the secret of the
 * visitor's own session, of which it reveals nothing, and from what the form is for.
 */
export const formToken = (secret: string, purpose: string): string =>
  createHash('sha256').update(`form ${purpose} ${secret}`).digest('base64url')

export function isToken(given: string, secret: string, purpose: string): boolean {
  const [here, ours] = [Buffer.from(given), Buffer.from(formToken(secret, purpose))]
  return here.length === ours.length && timingSafeEqual(here, ours)
}
