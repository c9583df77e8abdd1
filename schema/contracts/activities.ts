import { z } from 'zod'
import { PROCESS_KINDS } from '../../workflows/durable/types.ts'
import { LANGUAGES } from './lists.ts'

/** What comes from a history is checked like what comes from a person: it may be older than this code. */
const id = z.string().min(1).max(255)
const instant = z.iso.datetime()
const data = z.record(z.string(), z.unknown())
const policy = z.strictObject({ id: z.string().min(1).max(64), version: z.int().min(1) })

const owner = z.union([
  z.strictObject({ person: z.string().max(64) }),
  z.strictObject({
    role: z.string().max(64),
    partner: z.string().max(64).optional(),
    department: z.string().max(64).optional(),
  }),
  z.strictObject({ superiorOf: z.string().max(64) }),
  z.strictObject({ officeBeside: z.string().max(64) }),
])

const due = z.union([
  z.strictObject({ on: z.iso.date() }),
  z.strictObject({ days: z.int(), from: z.iso.date().optional() }),
  z.strictObject({ workingDays: z.int().min(0), from: z.iso.date().optional() }),
  z.strictObject({ months: z.int().min(0), from: z.iso.date() }),
])

const wait = z.discriminatedUnion('wait', [
  z.strictObject({
    wait: z.literal('task'),
    key: id,
    kind: z.string().max(64),
    owner,
    due,
    ladder: z.string().max(64),
    data,
    notBy: z.array(z.string()).optional(),
    holders: z
      .strictObject({
        roles: z.array(z.string().max(64)),
        rank: z.int().optional(),
        side: z.string().max(64).nullable(),
      })
      .nullable()
      .optional(),
    lapses: z.literal(true).optional(),
  }),
  z.strictObject({ wait: z.literal('alarm'), key: id, due, hour: z.enum(['morning', 'evening']).optional() }),
])

export const recordInput = z.object({
  id,
  kind: z.enum(PROCESS_KINDS),
  institution: id,
  policy,
  parent: id.nullable(),
  clockOffset: z.int(),
  fromSeq: z.int().min(0),
  head: z.string().regex(/^([0-9a-f]{64})?$/),
  facts: z.array(
    z
      .strictObject({
        type: z.string().max(64),
        data,
        by: z.string().nullable(),
        door: z.string().max(100).nullable(),
        onBehalf: z.strictObject({ of: z.string(), evidence: z.string().max(2000) }).nullable(),
        command: z.string().max(255),
        at: instant,
      })
      .refine(({ by, door }) => (by === null) === (door === null), { path: ['door'] }),
  ),
  opened: z.array(wait),
  closed: z.array(z.looseObject({ key: id, how: z.enum(['done', 'cancelled', 'expired']) })),
  situation: z.strictObject({ stage: z.string(), outcome: z.string().nullable(), open: z.boolean() }),
  state: data,
  book: z.record(z.string(), z.looseObject({ id: z.string().max(255), next: z.int().min(0) })),
  outbox: z.array(z.strictObject({ key: id, type: z.string() })),
  at: instant,
})

const paper = z.strictObject({
  kind: z.string().max(64),
  language: z.enum(LANGUAGES),
  draft: z.boolean(),
  version: z.int().min(1),
  data,
  given: z.strictObject({ number: z.string().min(1).max(64), date: z.iso.date() }).optional(),
  line: z.string().max(64).optional(),
  subject: z.string().max(64).optional(),
})

const telling = z.strictObject({
  to: id,
  kind: z.enum(PROCESS_KINDS),
  begin: data.optional(),
  command: z.strictObject({ type: z.string().max(64), data }).optional(),
})

const effect = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('issue'), key: id, papers: z.array(paper).max(2_000) }),
  z.strictObject({ type: z.literal('tell'), key: id, messages: z.array(telling).max(5_000) }),
  z.strictObject({ type: z.literal('ask'), key: id, question: z.string().max(64), data }),
  z.strictObject({
    type: z.literal('revoke'),
    key: id,
    papers: z
      .array(
        z.strictObject({
          instance: z.string().max(200),
          edition: z.int().min(1),
          lines: z.array(z.string().max(64)).max(500),
          whole: z.boolean(),
          subject: z.string().optional(),
        }),
      )
      .max(500),
    reason: z.string().max(2000),
  }),
  z.strictObject({
    type: z.literal('inform'),
    key: id,
    persons: z.array(owner).max(500),
    template: z.string().max(64),
    data,
  }),
])

export const effectInput = z.object({ process: id, institution: id, policy, at: instant, effect })
