import { z } from 'zod'
import { pageOfPartners, pageOfPeople, pageOfProgrammes, pageOfSites } from '../../client/lists/register.ts'
import type { Route } from '../route.ts'
import { named, yesNo } from '../shapes.ts'
import { listed } from './listed.ts'

const names = z.record(z.string(), z.string())
const BY_NAME = ['code', '-code', 'name', '-name'] as const
const BY_CODE = ['code', '-code'] as const

const person = z
  .strictObject({
    id: z.string(),
    code: z.string(),
    kind: z.enum(['staff', 'contact', 'student']),
    fullName: z.string(),
    post: z.string().nullable(),
    rank: z.int().nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    language: z.string(),
    roles: z.array(z.string()),
    partner: z.string().nullable(),
    department: z.string().nullable(),
    programme: z.string().nullable(),
    course: z.int().nullable(),
    group: z.string().nullable(),
    graduationYear: z.int().nullable(),
    maxTrainees: z.int().nullable(),
    superior: z.string().nullable(),
    active: z.boolean(),
  })
  .meta({ id: 'Person' })

const partner = z
  .strictObject({
    id: z.string(),
    code: z.string(),
    name: z.string(),
    names,
    category: z.string(),
    sector: z.string(),
    region: z.string(),
    legalAddress: z.string(),
    taxId: z.string(),
    bankAccount: z.string(),
    bankMfo: z.string(),
    employees: z.int().nullable(),
    tradeUnion: z.string(),
    formsExisting: z.array(z.string()),
    formsProspective: z.array(z.string()),
    status: z.string(),
  })
  .meta({ id: 'Partner' })

const site = z
  .strictObject({
    id: z.string(),
    code: z.string(),
    partner: z.string(),
    kind: z.string(),
    name: z.string(),
    address: z.string(),
    professions: z.array(z.string()),
    capacity: z.int(),
    hazards: z.array(z.string()),
    safetyOfficer: z.string().nullable(),
  })
  .meta({ id: 'Site' })

const programme = z
  .strictObject({
    id: z.string(),
    code: z.string(),
    names,
    department: z.string(),
    level: z.string(),
    profession: z.string(),
    finalYearCourse: z.int(),
  })
  .meta({ id: 'Programme' })

export const registerRoutes: Route[] = [
  ...listed({
    path: '/people',
    many: 'People',
    one: 'Person',
    may: 'register.read',
    item: person,
    sorts: BY_NAME,
    filters: {
      kind: z.enum(['staff', 'contact', 'student']).optional(),
      role: named.optional(),
      partner: named.optional(),
      department: named.optional(),
      programme: named.optional(),
      group: named.optional(),
      active: yesNo,
      q: named.optional(),
    },
    missing: 'unknownPerson',
    tagged: true,
    list: pageOfPeople,
  }),
  ...listed({
    path: '/partners',
    many: 'Partners',
    one: 'Partner',
    may: 'register.read',
    item: partner,
    sorts: BY_NAME,
    filters: { status: named.optional(), category: named.optional(), q: named.optional() },
    missing: 'unknownPartner',
    tagged: true,
    list: pageOfPartners,
  }),
  ...listed({
    path: '/sites',
    many: 'Sites',
    one: 'Site',
    may: 'register.read',
    item: site,
    sorts: BY_CODE,
    filters: { partner: named.optional(), profession: named.optional() },
    missing: 'unknownRecord',
    tagged: true,
    list: pageOfSites,
  }),
  ...listed({
    path: '/programmes',
    many: 'Programmes',
    one: 'Programme',
    may: 'register.read',
    item: programme,
    sorts: BY_CODE,
    filters: { department: named.optional() },
    missing: 'unknownRecord',
    tagged: true,
    list: pageOfProgrammes,
  }),
]
