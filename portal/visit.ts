import type { FastifyRequest } from 'fastify'
import type { Caller } from '../access/caller.ts'
import { cookieNames } from '../api/callers.ts'
import type { ServerParts } from '../api/parts.ts'
import { addresseeOf, type House, houseOf, onlyScope } from '../client/reads/house.ts'
import type { Scope } from '../client/reads/scope.ts'
import { isLanguage } from '../messages/index.ts'
import type { Language } from '../schema/contracts/lists.ts'
import { type Words, wordsIn } from './words.ts'

/** The language somebody chose for this browser; nobody's secret. */
export const LANGUAGE_COOKIE = 'bitim-language'

/** One request of a person who looks at pages: who it is, as far as that is known, and what he reads. */
export interface Visit {
  parts: ServerParts
  language: Language
  words: Words
  house: House | null
  /** Of the institution whose door it is; null where it is not known which. */
  scope: Scope | null
  caller: Caller | null
  addressee: string | undefined
  /** The token of his session: what forms send back is made from it. Never shown. */
  secret: string
  /** The path that was asked for. */
  here: string
  request: FastifyRequest
}

/** A visit of somebody who is known. */
export type KnownVisit = Visit & { scope: Scope; caller: Caller }

export const isKnown = (visit: Visit): visit is KnownVisit => visit.caller !== null && visit.scope !== null

export async function visitOf(
  request: FastifyRequest,
  parts: ServerParts,
  now: Language | null,
): Promise<Visit> {
  const { caller } = request
  const { database } = parts.connected
  const scope =
    caller === null
      ? await onlyScope(database)
      : { pool: database.of(caller.institution), institution: caller.institution }
  const kept = request.cookies[LANGUAGE_COOKIE]
  const known = now ?? (kept !== undefined && isLanguage(kept) ? kept : caller?.language)
  const house = scope === null ? null : await houseOf(scope, known)
  const language = known ?? spoken(request.headers['accept-language']) ?? house?.language ?? 'uz-Latn'
  return {
    parts,
    language,
    words: wordsIn(language),
    house: known === undefined && scope !== null ? await houseOf(scope, language) : house,
    scope,
    caller,
    secret: secretOf(request, parts),
    addressee:
      caller === null || scope === null ? undefined : await addresseeOf(scope, caller.person, language),
    here: request.url.split('?')[0] ?? '/',
    request,
  }
}

function secretOf({ caller, cookies }: FastifyRequest, parts: ServerParts): string {
  if (caller === null) return ''
  const names = cookieNames(parts)
  return cookies[caller.door.kind === 'link' ? names.link : names.staff] ?? ''
}

/** Where somebody comes from who is not known yet: what he tries is counted by it. */
export const comingFrom = ({ request }: Visit): { address: string; agent: string } => ({
  address: request.ip,
  agent: request.headers['user-agent'] ?? '',
})

/** What a browser asks for, where it is a language of ours; `uz` alone is written in Latin. */
function spoken(header: string | undefined): Language | undefined {
  const asked = (header ?? '').split(',').map((part) => part.split(';')[0]?.trim().toLowerCase() ?? '')
  for (const tag of asked) {
    if (tag.startsWith('uz')) return tag.includes('cyrl') ? 'uz-Cyrl' : 'uz-Latn'
    if (tag.startsWith('ru')) return 'ru'
    if (tag.startsWith('en')) return 'en'
  }
  return undefined
}
