import { createHash, randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { ZodError } from 'zod'
import type { By } from '../access/caller.ts'
import type { Bound } from '../database/database.ts'
import { FORMS, LANGUAGES } from '../schema/contracts/lists.ts'
import type { DecisionContract } from '../schema/contracts/tasks.ts'
import { CORRECTION, commandOf, contractOf, REOPENING, WEIGHTY } from '../schema/contracts/tasks.ts'
import { paragraph } from '../schema/contracts/text.ts'
import { Refused } from '../schema/refused.ts'
import type { Reached } from '../workflows/durable/messages.ts'
import type { Command, Data, Decider } from '../workflows/durable/types.ts'
import type { Engine } from './engine.ts'
import { invalid } from './invalid.ts'
import { isOnBehalf, policyRules } from './on-behalf.ts'
import type { KnownActor, RoleRules } from './people.ts'
import { actorOf, factsOf, resolvePeople } from './people.ts'
import { reopeningOf } from './reopening.ts'
import { requireSent } from './sent-files.ts'

export interface Decision {
  task: string
  decision: string
  data?: Data
  /** Idempotency key: the same key answers what it answered first. */
  key?: string
  /** Staff record it for the task's owner: what shows that it is what the owner decided. Recorded and shown. */
  onBehalf?: string
}

export interface PartnershipStart {
  partner: string
  forms?: string[]
  language?: string
  policy?: { id: string; version: number }
  key?: string
  /** Why a declined partnership is taken up again: what was prepared for it is kept. */
  reopenBecause?: string
}

const PASSED_ON: readonly string[] = ['delegate', 'reassign', 'name']

interface NamedTask {
  id: string
  key: string
  kind: string
  process_id: string
  /** Whose turn it is, and with an escalation who was late: by id. */
  owners: string[]
  policy: unknown
  /** Whom the decision concerns without naming them. */
  people: string[]
  /** Of a task with which a draft goes to its approvers. */
  departments: string[] | null
}

const evidence = paragraph(1000)

/** Departments whose programmes the partner's latest schedule has, one for each head. */
const DEPARTMENTS = `ARRAY(
  SELECT DISTINCT ON (coalesce(head_person_id, department.id)) department.id
  FROM process JOIN schedule_line line ON line.partner_id = process.state ->> 'partner'
  JOIN programme ON programme.id = line.programme_id JOIN department ON department.id = programme.department_id
  WHERE process.id = task.process_id AND line.academic_year =
    (SELECT max(academic_year) FROM schedule_line WHERE partner_id = line.partner_id)
  ORDER BY coalesce(head_person_id, department.id), department.code)`

type NamedBy = 'id = $2' | 'starts_with(id, $2)'
/** What may be the beginning of a task's id. */
const BEGINNING = /^[a-z0-9]{4,12}$/

/** One command's largest JSON, in UTF-16 units. */
const MAX_DATA = 200_000
/** Bytes of an idempotency key. */
const MAX_KEY = 200
/** Longer than the engine takes to give a dead worker's processes to another one. */
const CATCH_UP_MS = 20_000
const ASK_AGAIN_MS = 200

/**
 * The one door to the processes for everybody outside: it validates, finds out who acts and whom the data names, sends
 * an idempotent command and answers when it is recorded, so that what is read next is what was written.
 */
export class Facade {
  constructor(
    /** Of one institution: who acts and what is named are found within it. */
    readonly pool: Bound,
    readonly engine: Pick<Engine, 'begin' | 'command'>,
  ) {}

  async completeTask(by: By, decision: Decision): Promise<Reached & { process: string }> {
    const actor = await actorOf(this.pool, by)
    const task = await this.task(actor, decision.task)
    const contract = contractOf(task.kind, decision.decision)
    if (contract === undefined) {
      throw new Refused('decisionUnknown', { decision: decision.decision, kind: task.kind })
    }
    await prove(by, `${task.kind}.${decision.decision}`)
    const rules = policyRules.parse(task.policy)
    const { data, persons } = await this.checked(actor, contract, decision.data ?? {}, rules.roles)
    // Whoever receives a task must be of the side whose turn it is.
    const owners = [...(PASSED_ON.includes(decision.decision) ? task.owners : []), ...task.people]
    const command: Command = {
      id: commandIdOf(decision.key),
      type: 'complete',
      task: task.key,
      data: { decision: decision.decision, ...data },
      by: deciderOf(actor),
      occasion: task.id,
      facts: {
        persons: { ...persons, ...(await factsOf(this.pool, actor.institution, owners, rules.roles)) },
        onBehalf: isOnBehalf(rules.onBehalf, task.kind, decision.decision),
        ...(task.departments === null ? {} : { departments: task.departments }),
      },
      ...(decision.onBehalf === undefined ? {} : { onBehalf: this.evidence(decision.onBehalf) }),
    }
    return {
      ...(await this.complete(task.id, task.process_id, command, decision.key === undefined)),
      process: task.process_id,
    }
  }

  /**
   * A process whose worker died in the wrong moment may not know yet what is recorded of it. It finds out with its next
   * look at the record; a task that is open there is asked for again until then.
   */
  private async complete(task: string, process: string, command: Command, once: boolean): Promise<Reached> {
    const end = Date.now() + CATCH_UP_MS
    for (;;) {
      try {
        return await this.engine.command(process, command, once)
      } catch (error) {
        const closed = error instanceof Refused && error.code === 'taskClosed'
        if (!closed || Date.now() > end || !(await this.isOpen(task))) throw error
        await pause(ASK_AGAIN_MS)
      }
    }
  }

  private async isOpen(task: string): Promise<boolean> {
    const { rowCount } = await this.pool.query({
      name: 'task-is-open',
      text: `SELECT FROM task WHERE id = $1 AND state IN ('open', 'escalated')`,
      values: [task],
    })
    return rowCount === 1
  }

  /** A command that completes no task: withdraw, resend, close … */
  async send(by: By, process: string, type: string, given: Data, key?: string): Promise<Reached> {
    const actor = await actorOf(this.pool, by)
    const contract = commandOf(type)
    if (contract === undefined) throw new Refused('commandUnknown', { type })
    await prove(by, type)
    const { rows } = await this.pool.query('SELECT FROM process WHERE id = $1 AND institution_id = $2', [
      process,
      actor.institution,
    ])
    if (rows.length === 0) throw new Refused('unknownProcess', { process })
    const { data, persons } = await this.checked(actor, contract, given)
    const own = await factsOf(this.pool, actor.institution, [actor.person])
    const facts = { persons: { ...persons, ...own } }
    const command = { id: commandIdOf(key), type, data, by: deciderOf(actor), facts }
    return this.engine.command(process, command, key === undefined)
  }

  /** Begins the partnership with a partner; a second one while the first runs is refused. */
  async startPartnership(by: By, start: PartnershipStart): Promise<{ process: string }> {
    const actor = await actorOf(this.pool, by)
    if (!actor.roles.includes('administrator')) throw new Refused('notAllowed')
    const { rows } = await this.pool.query<{
      id: string
      forms_prospective: string[]
      forms_existing: string[]
      language: string
    }>(
      `SELECT partner.id, forms_prospective, forms_existing, default_language AS language
       FROM partner JOIN institution ON institution.id = partner.institution_id
       WHERE partner.institution_id = $1 AND (partner.code = $2 OR partner.id = $2)`,
      [actor.institution, start.partner],
    )
    const partner = rows[0]
    if (partner === undefined) throw new Refused('unknownPartner', { partner: start.partner })
    const earlier = await this.pool.query<{ id: string; open: boolean }>(
      `SELECT process.id, open FROM partnership JOIN process ON process.id = 'partnership/' || partnership.id
       WHERE partnership.institution_id = $1 AND partner_id = $2`,
      [actor.institution, partner.id],
    )
    const running = earlier.rows.find(({ open }) => open)
    const key = commandIdOf(start.key)
    // Two who start at once meet at the same process id, and one of them is told.
    const id = uuidOf(actor.institution, partner.id, String(earlier.rowCount))
    if (running !== undefined && start.key === undefined)
      throw new Refused('partnershipExists', { process: running.id })
    const policy = start.policy ?? (await this.newestPolicy())
    const language = start.language ?? partner.language
    const forms = start.forms ?? [...new Set([...partner.forms_existing, ...partner.forms_prospective])]
    if (!LANGUAGES.some((known) => known === language))
      throw new Refused('invalidInput', { field: 'language' })
    if (!forms.every((form) => FORMS.some((known) => known === form)))
      throw new Refused('invalidInput', { field: 'forms' })
    const begin: Data = {
      id,
      partner: partner.id,
      administrator: actor.person,
      language,
      forms,
      policy: await this.policySlice(policy, 'partnership'),
      ...(start.reopenBecause === undefined
        ? {}
        : await this.reopening(actor, partner.id, start.reopenBecause)),
    }
    const process = running?.id ?? `partnership/${id}`
    try {
      const beginning = {
        kind: 'partnership' as const,
        id: process,
        institution: actor.institution,
        policy,
        parent: null,
        by: deciderOf(actor),
      }
      await this.engine.begin({ ...beginning, begin, command: key })
    } catch (error) {
      if (error instanceof Refused && error.code === 'alreadyStarted')
        throw new Refused('partnershipExists', { process })
      throw error
    }
    return { process }
  }

  private async reopening(actor: KnownActor, partner: string, because: string): Promise<Data> {
    const { data } = await this.checked(actor, REOPENING, { reason: because }, {})
    return reopeningOf(this.pool, actor.institution, partner, String(data.reason))
  }

  /** What begins now begins with the latest rules; what runs stays with its own. */
  private async newestPolicy(): Promise<{ id: string; version: number }> {
    const { rows } = await this.pool.query<{ id: string; version: number }>(
      `SELECT id, version FROM policy WHERE id = 'generic' ORDER BY version DESC LIMIT 1`,
    )
    if (rows[0] === undefined) throw new Refused('unknownPolicy', { id: 'generic', version: 1 })
    return rows[0]
  }

  async policySlice(policy: { id: string; version: number }, part: string): Promise<Data> {
    const { rows } = await this.pool.query<{ slice: Data | null }>(
      'SELECT data -> $3 AS slice FROM policy WHERE id = $1 AND version = $2',
      [policy.id, policy.version, part],
    )
    const slice = rows[0]?.slice
    if (slice === undefined || slice === null) throw new Refused('unknownPolicy', { ...policy })
    return slice
  }

  /** Takes back what was decided wrongly; what was decided stays in the record. The reason is read by whoever decides anew. */
  async correctTask(
    by: By,
    { task: name, reason, key }: { task: string; reason: string; key?: string },
  ): Promise<Reached & { process: string }> {
    const actor = await actorOf(this.pool, by)
    const { data } = await this.checked(actor, CORRECTION, { reason })
    const { id } = await this.task(actor, name)
    const { process, ...entry } = await this.entry(id)
    const command: Command = {
      id: commandIdOf(key),
      type: 'correct',
      data: { ...data, entry },
      by: deciderOf(actor),
    }
    return { ...(await this.engine.command(process, command, key === undefined)), process }
  }

  /** A task as it was decided, and whether the same step was not asked for again since. */
  private async entry(id: string): Promise<Data & { process: string }> {
    const { rows } = await this.pool.query<Data & { process: string }>(
      `SELECT process_id AS process, key, kind, decision, data, coalesce(evidence, '{}') AS answer, closed_by AS by,
              to_char(closed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at,
              NOT EXISTS (SELECT FROM task later WHERE later.process_id = task.process_id
                AND later.key = task.key AND later.opened_at > task.opened_at) AS last
       FROM task WHERE id = $1 AND state = 'done'`,
      [id],
    )
    if (rows[0] === undefined) throw new Refused('nothingDecided')
    return rows[0]
  }

  private async task(actor: KnownActor, name: string): Promise<NamedTask> {
    const exact = await this.tasks(actor, 'id = $2', name)
    const asked = exact.length > 0 || !BEGINNING.test(name)
    const [task, other] = asked ? exact : await this.tasks(actor, 'starts_with(id, $2)', name)
    if (task === undefined) throw new Refused('unknownTask', { task: name })
    if (other !== undefined) throw new Refused('ambiguousId', { id: name })
    return task
  }

  /** By the whole id first: only that is found by an index behind the institution's wall. */
  private async tasks(actor: KnownActor, named: NamedBy, name: string): Promise<NamedTask[]> {
    const { rows } = await this.pool.query<NamedTask>({
      name: `task where ${named}`,
      text: `SELECT id, key, kind, process_id, array_remove(ARRAY[owner_id, data ->> 'person'], NULL) AS owners,
               (SELECT jsonb_strip_nulls(jsonb_build_object('roles', data -> 'roles', 'onBehalf', data -> 'onBehalf')) FROM policy
                JOIN process ON policy.id = policy_id AND version = policy_version WHERE process.id = process_id) AS policy,
               ARRAY(SELECT jsonb_array_elements_text(coalesce(data -> 'people', '[]'))) AS people,
               CASE WHEN kind = 'draftAgreement' THEN ${DEPARTMENTS} END AS departments
             FROM task WHERE institution_id = $1 AND ${named} LIMIT 2`,
      values: [actor.institution, name],
    })
    return rows
  }

  private evidence(given: string): string {
    const checked = evidence.safeParse(given)
    if (checked.success) return checked.data
    throw invalid(new ZodError(checked.error.issues.map((issue) => ({ ...issue, path: ['onBehalf'] }))))
  }

  private async checked(actor: KnownActor, contract: DecisionContract, given: Data, rules: RoleRules = {}) {
    if (JSON.stringify(given).length > MAX_DATA) throw new Refused('textTooLong', { max: MAX_DATA })
    try {
      const data = contract.data.parse(given) as Data
      await requireSent(this.pool, data)
      return await resolvePeople(this.pool, actor.institution, data, contract.people, rules)
    } catch (error) {
      if (error instanceof ZodError) throw invalid(error)
      throw error
    }
  }
}

/** Whatever the door, what is weighty is decided by who shows that it is himself. @throws Refused proofNeeded, signInAgain */
async function prove(by: By, what: string): Promise<void> {
  if (!WEIGHTY.includes(what)) return
  if (by.prove === undefined) throw new Refused('proofNeeded')
  await by.prove()
}

const deciderOf = ({ person, roles, door }: KnownActor): Decider => ({ person, roles, door })

/** The key a caller gave is the command's id; the engine takes no more than 255 bytes of one. */
function commandIdOf(key: string | undefined): string {
  if (key === undefined) return randomUUID()
  if (key.trim() === '') throw new Refused('invalidInput', { field: 'key' })
  if (Buffer.byteLength(key) > MAX_KEY) throw new Refused('textTooLong', { field: 'key', max: MAX_KEY })
  if (/\p{Cc}/u.test(key)) throw new Refused('controlCharacters', { field: 'key' })
  return key
}

function uuidOf(...parts: string[]): string {
  const hex = createHash('sha256').update(parts.join(' ')).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  )
}
