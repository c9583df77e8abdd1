import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refused } from '../schema/refused.ts'

/** Stands for a record as it is: another one as soon as anything in it is. */
const tagOf = (item: unknown): string =>
  `"${createHash('sha256').update(JSON.stringify(item)).digest('base64url').slice(0, 22)}"`

/** Tells with a record what to bring along when it is edited. */
export function tagged<Item>(reply: FastifyReply, item: Item): Item {
  void reply.header('etag', tagOf(item))
  return item
}

/** @throws Refused changedMeanwhile where the editor saw it as it is no more; who brings no tag did not ask. */
export function requireTag({ headers }: FastifyRequest, item: unknown): void {
  const seen = headers['if-match']
  if (seen === undefined || seen === '*') return
  if (!seen.split(',').some((one) => one.trim() === tagOf(item))) throw new Refused('changedMeanwhile')
}
