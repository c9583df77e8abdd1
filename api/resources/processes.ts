import { z } from 'zod'
import {
  pageOfAgreements,
  pageOfCycles,
  pageOfPartnerships,
  pageOfPlacements,
  pageOfSessions,
} from '../../client/lists/processes.ts'
import type { Route } from '../route.ts'
import { day, instant, named, yesNo } from '../shapes.ts'
import { listed } from './listed.ts'

const common = {
  id: z.string(),
  /** What events, explanation and commands call it. */
  process: z.string(),
  stage: z.string(),
  outcome: z.string().nullable(),
  open: z.boolean(),
  nextDue: instant.nullable(),
  opened: instant,
}
const filters = { stage: named.optional(), open: yesNo, partner: named.optional() }
const BY_OPENING = ['-opened', 'opened'] as const
const BY_CODE = ['code', '-code'] as const

const partnership = z
  .strictObject({
    ...common,
    partner: z.string(),
    partnerName: z.string(),
    forms: z.array(z.string()),
    administrator: z.string().nullable(),
  })
  .meta({ id: 'Partnership' })

const agreement = z
  .strictObject({
    ...common,
    kind: z.string(),
    partnership: z.string(),
    partner: z.string(),
    number: z.string().nullable(),
    language: z.string(),
    forms: z.array(z.string()),
    signedOn: day.nullable(),
    validFrom: day.nullable(),
    validTo: day.nullable(),
  })
  .meta({ id: 'Agreement' })

const cycle = z
  .strictObject({ ...common, agreement: z.string(), partner: z.string(), academicYear: z.string() })
  .meta({ id: 'Cycle' })

const placement = z
  .strictObject({
    ...common,
    code: z.string(),
    cycle: z.string().nullable(),
    trainee: z.string(),
    mentor: z.string().nullable(),
    supervisor: z.string().nullable(),
    startOn: day.nullable(),
    endOn: day.nullable(),
    total: z.int().nullable(),
  })
  .meta({ id: 'Placement' })

const session = z
  .strictObject({
    ...common,
    code: z.string(),
    year: z.int(),
    programme: z.string(),
    heldOn: day,
    secretary: z.string(),
    groups: z.array(z.string()),
  })
  .meta({ id: 'Session' })

export const processRoutes: Route[] = [
  ...listed({
    path: '/partnerships',
    many: 'Partnerships',
    one: 'Partnership',
    may: 'partnership.read',
    item: partnership,
    sorts: BY_OPENING,
    filters,
    missing: 'unknownProcess',
    list: pageOfPartnerships,
  }),
  ...listed({
    path: '/agreements',
    many: 'Agreements',
    one: 'Agreement',
    may: 'agreement.read',
    item: agreement,
    sorts: BY_OPENING,
    filters: { ...filters, partnership: named.optional() },
    missing: 'unknownProcess',
    list: pageOfAgreements,
  }),
  ...listed({
    path: '/cycles',
    many: 'Cycles',
    one: 'Cycle',
    may: 'cycle.read',
    item: cycle,
    sorts: BY_OPENING,
    filters: { ...filters, agreement: named.optional() },
    missing: 'unknownProcess',
    list: pageOfCycles,
  }),
  ...listed({
    path: '/placements',
    many: 'Placements',
    one: 'Placement',
    may: 'placement.read',
    item: placement,
    sorts: BY_CODE,
    filters: { ...filters, cycle: named.optional(), trainee: named.optional(), mentor: named.optional() },
    missing: 'unknownProcess',
    list: pageOfPlacements,
  }),
  ...listed({
    path: '/sessions',
    many: 'Sessions',
    one: 'Session',
    may: 'session.read',
    item: session,
    sorts: BY_OPENING,
    filters: { ...filters, year: z.coerce.number().int().min(2000).max(2200).optional() },
    missing: 'unknownProcess',
    list: pageOfSessions,
  }),
]
