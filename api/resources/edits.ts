import { z } from 'zod'
import { edit, leave, type RecordKind } from '../../client/edit.ts'
import { pageOfChanges } from '../../client/lists/changes.ts'
import { oneOf, type Page, type Part } from '../../client/lists/page.ts'
import { pageOfPartners, pageOfPeople, pageOfProgrammes, pageOfSites } from '../../client/lists/register.ts'
import type { Scope } from '../../client/reads/scope.ts'
import { identifier } from '../../schema/contracts/cells.ts'
import { rowContracts } from '../../schema/contracts/import.ts'
import { type Call, type Route, route } from '../route.ts'
import { byId, instant, named, page, part } from '../shapes.ts'
import { requireTag } from '../tag.ts'
import { under } from '../under.ts'

/** As the import file of the kind has them: text, lists divided by semicolons, nothing as an empty text. */
const fields = z.record(z.string().max(60), z.string().max(8_000))

const edited = z
  .strictObject({
    code: z.string(),
    created: z.boolean(),
    changes: z.array(z.strictObject({ field: z.string(), was: z.string(), is: z.string() })),
    remarks: z.array(z.strictObject({ column: z.string().nullable(), reason: z.string() })),
  })
  .meta({ id: 'Edited' })

type Listing = (scope: Scope, asked: Part) => Promise<Page<{ code: string }>>

/** A record's fields as its file has them, of which a correction brings those it corrects. */
const shown = (kind: RecordKind) =>
  z
    .strictObject(
      Object.fromEntries(Object.keys(rowContracts[kind].shape).map((column) => [column, z.string()])),
    )
    .partial()

/** The two routes by which records of one kind are created and corrected. */
function editable(of: {
  path: string
  one: string
  kind: RecordKind
  missing: string
  list: Listing
}): Route[] {
  const { path, one, kind, missing, list } = of
  return [
    route({
      method: 'POST',
      path,
      operation: `create${one}`,
      says: `Creates one of them by hand, under the rules of the import file ${kind}.csv.`,
      may: 'register.write',
      body: z.strictObject({ code: identifier, fields }),
      documented: z.strictObject({ code: z.string(), fields: shown(kind) }),
      status: 201,
      answer: edited,
      handle: ({ parts, scope, caller, body }) =>
        under('fields', () => edit(parts.connected.database, scope, caller, { kind, is: 'new', ...body })),
    }),
    route({
      method: 'PATCH',
      path: `${path}/:id`,
      operation: `correct${one}`,
      says: 'Corrects some of its fields; who changed what is kept.',
      may: 'register.write',
      params: byId,
      body: z.strictObject({ fields }),
      documented: z.strictObject({ fields: shown(kind) }),
      edits: true,
      answer: edited,
      handle: async ({ parts, scope, caller, body, params, request }) => {
        const one = () => oneOf((asked) => list(scope, asked), params.id, missing)
        const { code } = await one()
        const unless = async () => requireTag(request, await one())
        const wanted = { kind, is: 'known' as const, code, unless, ...body }
        return under('fields', () => edit(parts.connected.database, scope, caller, wanted))
      },
    }),
  ]
}

/** What a person's kind is called as a file. */
const FILES = { staff: 'staff', contact: 'contacts', student: 'students' } as const
const personKind = z.enum(['staff', 'contact', 'student'])

const personFields = z.union([shown('staff'), shown('contacts'), shown('students')])

async function correctPerson(
  call: Call<
    { id: string },
    undefined,
    { fields?: Record<string, string> | undefined; active?: boolean | undefined }
  >,
) {
  const { parts, scope, caller, body, params, request } = call
  const { database } = parts.connected
  const person = await oneOf((asked) => pageOfPeople(scope, asked), params.id, 'unknownPerson')
  const { code, kind } = person
  const unless = async () =>
    requireTag(request, await oneOf((asked) => pageOfPeople(scope, asked), params.id, 'unknownPerson'))
  const wanted = { kind: FILES[kind], is: 'known' as const, code, unless, fields: body.fields ?? {} }
  const corrected = await under('fields', () => edit(database, scope, caller, wanted))
  if (body.active === undefined) return { ...corrected, openTasks: null }
  const { active } = body
  const { changed, openTasks } = await leave(database, scope, caller, { code, active })
  const change = { field: 'active', was: String(!active), is: String(active) }
  return { ...corrected, changes: [...corrected.changes, ...(changed ? [change] : [])], openTasks }
}

const change = z
  .strictObject({
    id: z.string(),
    at: instant,
    by: z.string().nullable(),
    door: z.string().nullable(),
    file: z.string(),
    record: z.string(),
    field: z.string(),
    was: z.string(),
    is: z.string(),
  })
  .meta({ id: 'Change' })

export const editRoutes: Route[] = [
  route({
    method: 'POST',
    path: '/people',
    operation: 'createPerson',
    says: 'Creates a member of staff, a contact of a partner or a student by hand, under the rules of the import.',
    may: 'register.write',
    body: z.strictObject({ kind: personKind, code: identifier, fields }),
    documented: z.strictObject({ kind: personKind, code: z.string(), fields: personFields }),
    status: 201,
    answer: edited,
    handle: ({ parts, scope, caller, body: { kind, ...body } }) => {
      const wanted = { kind: FILES[kind], is: 'new' as const, ...body }
      return under('fields', () => edit(parts.connected.database, scope, caller, wanted))
    },
  }),
  route({
    method: 'PATCH',
    path: '/people/:id',
    operation: 'correctPerson',
    says: 'Corrects some fields of a person, or says that somebody has left or is back.',
    may: 'register.write',
    params: byId,
    body: z.strictObject({ fields: fields.optional(), active: z.boolean().optional() }),
    documented: z.strictObject({ fields: personFields.optional(), active: z.boolean().optional() }),
    edits: true,
    answer: edited
      .extend({
        /** Of who has left: tasks that still wait for that person and are to be passed on. */
        openTasks: z.int().nullable(),
      })
      .meta({ id: 'EditedPerson' }),
    handle: correctPerson,
  }),
  ...editable({
    path: '/partners',
    one: 'Partner',
    kind: 'partners',
    missing: 'unknownPartner',
    list: pageOfPartners,
  }),
  ...editable({ path: '/sites', one: 'Site', kind: 'sites', missing: 'unknownRecord', list: pageOfSites }),
  ...editable({
    path: '/programmes',
    one: 'Programme',
    kind: 'programmes',
    missing: 'unknownRecord',
    list: pageOfProgrammes,
  }),
  route({
    method: 'GET',
    path: '/changes',
    operation: 'listChanges',
    says: 'Every field of a record that became another, by import or by hand: who, when, from what to what.',
    may: 'register.read',
    query: z.strictObject({ ...part(['-recorded']), record: named.optional(), field: named.optional() }),
    answer: page(change),
    handle: ({ scope, query }) => pageOfChanges(scope, query),
  }),
]
