import { describeError } from '../messages/errors.ts'
import type { Reader } from '../messages/readable.ts'
import { ERRORS, isErrorCode } from '../schema/contracts/errors.ts'
import { Refused } from '../schema/refused.ts'
import type { Data } from '../workflows/durable/types.ts'
import type { Shown } from './answer.ts'
import { type Html, html } from './html.ts'
import { box, card } from './pieces.ts'
import type { Visit } from './visit.ts'

const readerOf = ({ language, house }: Visit, names: Reader['names'] = {}): Reader => ({
  language,
  timeZone: house?.timeZone ?? 'UTC',
  names,
})

/** What happened and why, and what can be done, in the sentences of the catalogue. */
export function faultOf(visit: Visit, { code, params }: Pick<Refused, 'code' | 'params'>): Html {
  const { what, next } = describeError(code, params as Data, readerOf(visit))
  return html`<p><strong>${what}</strong></p><p>${next}</p>`
}

export const faultBox = (visit: Visit, refused: Pick<Refused, 'code' | 'params'>): Html =>
  box('bad', faultOf(visit, refused))

export const statusOf = (code: string): number => (isErrorCode(code) ? ERRORS[code].http : 500)

/** Runs what may be refused, and gives the refusal instead of throwing it. */
export async function attempt<Result>(work: () => Promise<Result>): Promise<Result | Refused> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Refused) return error
    throw error
  }
}

/** The page of what could not be done at all. */
export function faultPage(visit: Visit, refused: Refused): Shown {
  const { retryAfter } = refused.params
  const status = statusOf(refused.code)
  const title = visit.words('fault.title')
  return {
    title,
    status,
    ...(typeof retryAfter === 'number' ? { retryAfter } : {}),
    body: card(html`<h1>${title}</h1>`, faultBox(visit, refused)),
  }
}
