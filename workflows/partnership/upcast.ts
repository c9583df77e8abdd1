import type { Data } from '../durable/types.ts'
import type { Meeting, MeetingRecord, PartnershipState } from './state.ts'

/** What the first version kept of a partnership, as far as it was another shape. */
interface Before {
  stage: string
  done?: { package?: Data; meeting?: Data; representative?: Data }
  meeting?: Meeting | null
  meetings?: number
  unconfirmed?: number | null
}

/** A state of any version as one of this version: meetings and their records outlive the negotiations now. */
export function upcast(state: unknown): PartnershipState {
  if (state !== null && typeof state === 'object' && 'records' in state) return state as PartnershipState
  const { meeting = null, meetings = 0, unconfirmed = null, ...rest } = state as Before
  const { representative, contact } = rest.done?.representative ?? {}
  const who = meeting ?? (representative === undefined ? null : { representative, contact })
  const known =
    who === null ? null : { representative: String(who.representative), contact: String(who.contact) }
  const place = rest.done?.meeting?.place ?? ''
  const record = (n: number): MeetingRecord => ({
    ...{ n, version: 1, again: 0, turn: 'partner', outcome: '', remarks: '' },
    on: String(rest.done?.meeting?.on ?? ''),
    people: { ...known, place },
  })
  return {
    ...rest,
    ...(rest.stage === 'negotiating' && { offer: rest.done?.package ?? {} }),
    ...(rest.stage === 'operating' && { wanted: [], looks: 0 }),
    meetings: meeting === null ? [] : [meeting],
    proposed: [],
    lastMeeting: meetings,
    records: unconfirmed === null ? [] : [record(unconfirmed)],
    known: rest.stage === 'preparing' ? null : known,
  } as unknown as PartnershipState
}
