import { z } from 'zod'
import { doorText } from '../../access/caller.ts'
import { ENCODINGS, type ImportOptions, importSent } from '../../client/import.ts'
import { pageOfImports } from '../../client/lists/imports.ts'
import { beginOperation, pageOfOperations } from '../../client/operations.ts'
import { readImport } from '../../client/reads/imports.ts'
import { concernsAgenda, operatingIn, tellImported } from '../../client/told-imports.ts'
import { Refused } from '../../schema/refused.ts'
import type { Sent } from '../files.ts'
import { type Call, type Route, route } from '../route.ts'
import { byId, instant, page, part } from '../shapes.ts'
import { listed } from './listed.ts'

const operation = z
  .strictObject({
    id: z.string(),
    kind: z.string(),
    state: z.enum(['running', 'done', 'failed', 'lost']),
    by: z.string(),
    started: instant,
    ended: instant.nullable(),
    result: z.unknown(),
    error: z.string().nullable(),
  })
  .meta({ id: 'Operation' })

const past = {
  id: z.string(),
  at: instant,
  by: z.string().nullable(),
  files: z.array(
    z.strictObject({
      name: z.string(),
      outcome: z.string(),
      sha256: z.string(),
      inserted: z.int(),
      changed: z.int(),
      unchanged: z.int(),
      confirmed: z.string().nullable(),
    }),
  ),
}

const changes = z.array(
  z.strictObject({
    file: z.string(),
    row: z.int().nullable(),
    record: z.string(),
    field: z.string(),
    was: z.string(),
    became: z.string(),
  }),
)

function optionsOf({ fields }: Sent, by: string, door: string): ImportOptions {
  const encoding = fields.encoding?.[0]?.toLowerCase()
  const known = ENCODINGS.find((one) => one === encoding)
  if (encoding !== undefined && known === undefined) throw new Refused('invalidInput', { field: 'encoding' })
  return {
    by,
    door,
    dryRun: fields.dryRun?.[0] === 'true',
    confirm: fields.confirm ?? [],
    ...(known === undefined ? {} : { encoding: known }),
  }
}

/** Brings the files in while whoever sent them does something else, and tells the partnerships that it concerns. */
async function beginImport({
  parts,
  scope,
  caller,
  sent,
  facade,
  request,
  reply,
}: Call<unknown, unknown, unknown>) {
  if (sent.files.length === 0) throw new Refused('invalidInput', { field: 'files' })
  const { connected } = parts
  const { rows } = await scope.pool.query<{ code: string }>('SELECT code FROM institution WHERE id = $1', [
    scope.institution,
  ])
  const options = {
    ...optionsOf(sent, caller.person, doorText(caller.door)),
    institutionCode: rows[0]?.code ?? '',
  }
  const { engine } = await facade()
  const { id } = await beginOperation(
    scope.pool,
    { person: caller.person, kind: 'import' },
    request.log as typeof parts.log,
    async () => {
      const report = await importSent({ database: connected.database, log: parts.log }, sent.files, options)
      if (concernsAgenda(report)) await tellImported(engine, await operatingIn(scope.pool))
      return report
    },
  )
  void reply.header('location', `/api/v1/operations/${id}`)
  return { operation: id }
}

export const importRoutes: Route[] = [
  route({
    method: 'POST',
    path: '/imports',
    operation: 'importFiles',
    says: 'Brings files of the institution in; what becomes of them is told by the operation it answers.',
    may: 'register.import',
    takes: 'multipart/form-data',
    documented: z.strictObject({
      files: z.array(z.string().meta({ format: 'binary' })),
      dryRun: z.enum(['true', 'false']).optional(),
      confirm: z.array(z.string()).optional(),
      encoding: z.enum(ENCODINGS).optional(),
    }),
    status: 202,
    answer: z.strictObject({ operation: z.string() }),
    handle: beginImport,
  }),
  route({
    method: 'GET',
    path: '/imports',
    operation: 'listImports',
    says: 'Imports and edits by hand, the latest first: who brought what in, and what became of it.',
    may: 'register.read',
    query: z.strictObject(part(['-recorded'])),
    answer: page(z.strictObject(past)),
    handle: ({ scope, query }) => pageOfImports(scope, query),
  }),
  route({
    method: 'GET',
    path: '/imports/:id',
    operation: 'getImport',
    says: 'One import with every field it changed.',
    may: 'register.read',
    params: byId,
    answer: z.strictObject({ ...past, changes }),
    handle: ({ scope, params }) => readImport(scope, params.id),
  }),
  ...listed({
    path: '/operations',
    many: 'Operations',
    one: 'Operation',
    may: 'operation.read',
    item: operation,
    sorts: ['-started'],
    filters: {},
    missing: 'unknownRecord',
    list: pageOfOperations,
  }),
]
