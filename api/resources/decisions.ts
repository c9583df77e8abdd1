import { z } from 'zod'
import type { By } from '../../access/caller.ts'
import { COMMANDS, DELEGATE, TASKS } from '../../schema/contracts/tasks.ts'
import type { Data } from '../../workflows/durable/types.ts'
import { PROBLEM_SHAPE, problemOf, toRefused } from '../problem.ts'
import { type Call, type Route, route } from '../route.ts'
import { byId, named } from '../shapes.ts'
import { under } from '../under.ts'

const reached = z.strictObject({ process: z.string(), seq: z.int() }).meta({ id: 'Recorded' })
const data = z.record(z.string(), z.unknown()).default({})

/** What somebody decides of a task; the contract of `data` is that of the kind of task and the decision. */
const decision = {
  decision: z.string().min(1).max(40),
  data,
  /** Recorded for the task's owner: what shows that it is what the owner decided. */
  onBehalf: z.string().max(1_000).optional(),
}

type Decided = z.output<z.ZodObject<typeof decision>>
type Calling = Pick<Call<unknown, unknown, unknown>, 'caller' | 'facade' | 'measures' | 'parts' | 'request'>

async function decide(
  { caller, facade, measures, parts, request }: Calling,
  task: string,
  given: Decided,
  key: string,
) {
  const { decision: name, data: carried, onBehalf } = given
  const asked = {
    task,
    decision: name,
    data: carried as Data,
    key,
    ...(onBehalf === undefined ? {} : { onBehalf }),
  }
  const door = await facade()
  return measured(measures, 'complete', () =>
    under('data', () => door.completeTask(byOf({ caller, parts, request }), asked), ['onBehalf']),
  )
}

/** Who is signed in has given the password not long ago; by a letter or a key nothing shows who it is. */
function byOf({ caller, parts, request }: Pick<Calling, 'caller' | 'parts' | 'request'>): By {
  const { session } = request
  if (session === null || caller.door.kind !== 'console') return caller
  return { ...caller, prove: () => parts.access.requireRecent(session) }
}

/** How long commands take is told by those who watch over the server. */
async function measured<Result>(
  measures: Calling['measures'],
  type: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const since = performance.now()
  const told = (outcome: 'recorded' | 'refused'): void =>
    measures.update(type, outcome, (performance.now() - since) / 1_000)
  try {
    const result = await work()
    told('recorded')
    return result
  } catch (error) {
    told('refused')
    throw error
  }
}

/** Every decision of every kind of task, for the documentation: the facade is who checks it. */
const DECISIONS = z
  .union(
    Object.entries({ ...TASKS, any: { delegate: DELEGATE } }).flatMap(([kind, decisions]) =>
      Object.entries(decisions).map(([name, contract]) =>
        z
          .strictObject({ ...decision, decision: z.literal(name), data: contract.data })
          .meta({ id: `${kind}.${name}` }),
      ),
    ),
  )
  .meta({ id: 'Decision' })

const SENDING = z
  .union(
    Object.entries(COMMANDS).map(([type, contract]) =>
      z
        .strictObject({ process: named, type: z.literal(type), data: contract.data })
        .meta({ id: `command.${type}` }),
    ),
  )
  .meta({ id: 'Command' })

/** Decisions at once of which one is waited for by nobody. */
const AT_ONCE = 4
const MOST_ITEMS = 100

const item = z.union([
  z.strictObject({ task: z.string(), recorded: reached }),
  z.strictObject({ task: z.string(), problem: PROBLEM_SHAPE }),
])

async function decideAll(call: Call<unknown, unknown, { items: ({ task: string } & Decided)[] }>) {
  const { items } = call.body
  const answers: z.output<typeof item>[] = []
  const one = async (place: number): Promise<void> => {
    const given = items[place]
    if (given === undefined) return
    const { task, ...asked } = given
    try {
      answers[place] = { task, recorded: await decide(call, task, asked, `${call.commandKey}/${place}`) }
    } catch (error) {
      answers[place] = { task, problem: problemOf(toRefused(error, call.request), call.request) }
    }
    return one(place + AT_ONCE)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, (_, first) => one(first)))
  return { items: answers }
}

export const decisionRoutes: Route[] = [
  route({
    method: 'POST',
    path: '/tasks/:id/decisions',
    operation: 'decideTask',
    says: 'Completes a task with one of its decisions; answered when it is recorded.',
    may: 'task.decide',
    params: byId,
    body: z.strictObject(decision),
    documented: DECISIONS,
    status: 201,
    answer: reached,
    handle: (call) => decide(call, call.params.id, call.body, call.commandKey),
  }),
  route({
    method: 'POST',
    path: '/decisions',
    operation: 'decideTasks',
    says: 'Completes several tasks, each answered for itself: what is refused of one keeps no other back.',
    may: 'task.decide',
    body: z.strictObject({
      items: z
        .array(z.strictObject({ task: named, ...decision }))
        .min(1)
        .max(MOST_ITEMS),
    }),
    answer: z.strictObject({ items: z.array(item) }),
    handle: decideAll,
  }),
  route({
    method: 'POST',
    path: '/tasks/:id/corrections',
    operation: 'correctTask',
    says: 'Takes back what was decided wrongly, with a reason: the step is asked for again where nothing left the house.',
    may: 'task.decide',
    params: byId,
    body: z.strictObject({ reason: z.string().min(1).max(2_000) }),
    status: 201,
    answer: reached,
    handle: async ({ caller, facade, measures, commandKey, params, body }) => {
      const door = await facade()
      const asked = { task: params.id, reason: body.reason, key: commandKey }
      const { process, seq } = await measured(measures, 'correct', () => door.correctTask(caller, asked))
      return { process, seq }
    },
  }),
  route({
    method: 'POST',
    path: '/commands',
    operation: 'sendCommand',
    says: 'Sends a process a command that completes no task: withdraw, close, replace a signatory and others.',
    may: 'command.send',
    body: z.strictObject({ process: named, type: z.string().min(1).max(40), data }),
    documented: SENDING,
    status: 201,
    answer: reached,
    handle: async ({ caller, facade, measures, commandKey, body, parts, request }) => {
      const { process, type } = body
      const door = await facade()
      const send = () =>
        door.send(byOf({ caller, parts, request }), process, type, body.data as Data, commandKey)
      const { seq } = await measured(measures, type, () => under('data', send))
      return { process, seq }
    },
  }),
  route({
    method: 'POST',
    path: '/partnerships',
    operation: 'startPartnership',
    says: 'Begins the partnership with a partner, or takes a declined one up again with a reason.',
    may: 'partnership.start',
    body: z.strictObject({
      partner: named,
      forms: z.array(z.string().max(40)).min(1).max(20).optional(),
      language: z.string().max(10).optional(),
      reopenBecause: z.string().max(2_000).optional(),
    }),
    status: 201,
    answer: z.strictObject({ process: z.string() }),
    handle: async ({ caller, facade, commandKey, body }) => {
      const { partner, forms, language, reopenBecause } = body
      return (await facade()).startPartnership(caller, {
        partner,
        key: commandKey,
        ...(forms === undefined ? {} : { forms }),
        ...(language === undefined ? {} : { language }),
        ...(reopenBecause === undefined ? {} : { reopenBecause }),
      })
    },
  }),
]
