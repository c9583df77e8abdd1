import { z } from 'zod'
import { pageOfDocuments, pageOfEvents, pageOfLetters } from '../../client/lists/records.ts'
import { findDocument } from '../../client/reads/documents.ts'
import { engineView } from '../../client/reads/engine-view.ts'
import { explain } from '../../client/reads/explanation.ts'
import { explanationInWords } from '../../client/reads/explanation-words.ts'
import { findProcess } from '../../client/reads/processes.ts'
import { businessNow } from '../../client/reads/scope.ts'
import { sendPaper } from '../file.ts'
import { languageOf } from '../problem.ts'
import { type Route, route } from '../route.ts'
import { byId, data, day, instant, named, page, part, several } from '../shapes.ts'
import { listed } from './listed.ts'

const event = z
  .strictObject({
    process: z.string(),
    seq: z.int(),
    type: z.string(),
    data,
    actor: z.string().nullable(),
    onBehalf: z.boolean(),
    door: z.string().nullable(),
    command: z.string(),
    at: instant,
    recordedAt: instant,
    hash: z.string(),
  })
  .meta({ id: 'Event' })

const document = z
  .strictObject({
    id: z.string(),
    process: z.string(),
    kind: z.string(),
    title: z.string(),
    language: z.string(),
    number: z.string().nullable(),
    datedOn: day.nullable(),
    side: z.string(),
    version: z.int(),
    state: z.string(),
    pages: z.int(),
    bytes: z.int(),
    sha256: z.string(),
    subject: z.string().nullable(),
    at: instant,
  })
  .meta({ id: 'Document' })

const letter = z
  .strictObject({
    id: z.string(),
    person: z.string(),
    process: z.string().nullable(),
    task: z.string().nullable(),
    template: z.string(),
    language: z.string(),
    at: instant,
    state: z.string(),
    attempts: z.int(),
    sentAt: instant.nullable(),
  })
  .meta({ id: 'Letter' })

const consequence = z.union([
  z.strictObject({ type: z.enum(['goesOn', 'staysOpen']) }),
  z.strictObject({ type: z.enum(['superiorDecides', 'officeDecides']), who: z.string(), whoId: z.string() }),
  z.strictObject({ type: z.literal('superiorAsked'), at: instant, who: z.string(), whoId: z.string() }),
  z.strictObject({ type: z.literal('officeAsked'), at: instant }),
])

const wait = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('person'),
    processName: z.string().nullable(),
    task: z.string(),
    process: z.string(),
    processKind: z.string(),
    key: z.string(),
    taskKind: z.string(),
    data,
    who: z.string().nullable(),
    whoId: z.string().nullable(),
    role: z.string().nullable(),
    since: instant,
    due: instant,
    overdue: z.boolean(),
    nextContact: instant.nullable(),
    consequence,
  }),
  z.strictObject({
    kind: z.literal('alike'),
    taskKind: z.string(),
    processKind: z.string(),
    tasks: z.int(),
    count: z.int(),
    overdue: z.int(),
    oldest: z.union([instant, day]),
    task: z.string(),
  }),
  z.strictObject({ kind: z.literal('time'), alarm: z.string(), due: z.union([instant, day]).nullable() }),
  z.strictObject({
    kind: z.literal('system'),
    effect: z.string(),
    count: z.int(),
    attempts: z.int(),
    lastFailure: z.string(),
  }),
  z.strictObject({
    kind: z.literal('process'),
    relation: z.enum(['parent', 'child']),
    process: z.string(),
    stage: z.string(),
    count: z.int(),
    id: z.string(),
  }),
  z.strictObject({
    kind: z.literal('stuck'),
    cause: z.enum(['failing', 'lost', 'nothingPlanned']),
    attempts: z.int(),
    lastFailure: z.string(),
  }),
])

const explanation = z
  .strictObject({
    process: z.string(),
    kind: z.string(),
    partner: z.string().nullable(),
    partnerName: z.string().nullable(),
    stage: z.string(),
    open: z.boolean(),
    outcome: z.string().nullable(),
    reason: z.string().nullable(),
    since: instant,
    now: instant,
    sentences: z.array(z.string()),
    waits: z.array(wait),
  })
  .meta({ id: 'Explanation' })

export const recordRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/events',
    operation: 'listEvents',
    says: 'What was recorded, the latest first.',
    may: 'event.read',
    query: z.strictObject({
      ...part(['-recorded', 'recorded']),
      process: named.optional(),
      type: several(named),
      actor: named.optional(),
    }),
    answer: page(event),
    handle: ({ scope, query: { type, ...asked } }) => pageOfEvents(scope, { ...asked, types: type }),
  }),
  route({
    method: 'GET',
    path: '/explanation',
    operation: 'explainProcess',
    says: 'Why a process waits: for whom, since when, until when, and what happens otherwise.',
    may: 'process.explain',
    query: z.strictObject({ process: named, each: z.enum(['true', 'false']).optional() }),
    answer: explanation,
    handle: async ({ scope, query, parts, request }) => {
      const process = await findProcess(scope, query.process)
      const { client } = parts.connected
      const engine = process.open ? await engineView(client, process.id, process.seq) : null
      const now = await businessNow(scope.pool)
      const found = await explain(scope, process, now, engine, query.each === 'true')
      return { ...found, sentences: await explanationInWords(scope, found, languageOf(request)) }
    },
  }),
  ...listed({
    path: '/documents',
    many: 'Documents',
    one: 'Document',
    may: 'document.read',
    item: document,
    sorts: ['-at'],
    filters: {
      process: named.optional(),
      kind: several(named),
      state: z.enum(['draft', 'issued', 'revoked']).optional(),
      subject: named.optional(),
    },
    missing: 'unknownDocument',
    list: (scope, { kind, ...asked }) => pageOfDocuments(scope, { ...asked, kinds: kind }),
  }),
  route({
    method: 'GET',
    path: '/documents/:id/file',
    operation: 'getDocumentFile',
    says: 'The paper itself, whole or a part of it (Range).',
    may: 'document.read',
    params: byId,
    media: 'application/pdf',
    handle: async ({ scope, params, parts, request, reply }) => {
      const found = await findDocument(scope, params.id)
      await sendPaper({ ...found, folder: parts.documentsDir }, request, reply)
    },
  }),
  ...listed({
    path: '/letters',
    many: 'Letters',
    one: 'Letter',
    may: 'letter.read',
    item: letter,
    sorts: ['-at'],
    filters: {
      person: named.optional(),
      process: named.optional(),
      task: named.optional(),
      state: z.enum(['queued', 'sent', 'failed', 'suppressed']).optional(),
    },
    missing: 'unknownRecord',
    list: pageOfLetters,
  }),
]
