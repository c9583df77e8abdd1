import { contractOf } from '../../schema/contracts/tasks.ts'
import { nextDue } from '../../workflows/durable/booking.ts'
import { dueCommand } from '../../workflows/durable/engine.ts'
import type { LedgerEvent } from '../../workflows/durable/ledger.ts'
import type {
  Command,
  Data,
  Effect,
  Instant,
  ProcessKind,
  Refusal,
  Revocation,
  Task,
  Telling,
} from '../../workflows/durable/types.ts'
import { isRefusal } from '../../workflows/durable/types.ts'
import { CORES } from './all-cores.ts'
import { Hosted } from './hosted.ts'
import type { Outside, Reply } from './outside.ts'
import { asData, cycleOpening, lineOf, POLICY, replyOf } from './outside.ts'
import { factsOf, rolesOf } from './people.ts'

const SYSTEM = { person: null, roles: [] }

export interface Options {
  start?: Instant
  renews?: boolean
  /** Which of n pending pieces of work outside is done next; the first by default. */
  pick?: (n: number) => number
}

export interface Doing {
  data?: Data
  by?: string
  /** The evidence. */
  onBehalf?: string
  /** The public id of the task as it was shown. */
  occasion?: string
  id?: string
}

/** One piece of work outside: an effect, or one of the messages of a telling, which go out side by side. */
interface Work {
  hosted: Hosted
  effect: Effect
  message: Telling | null
  n: number
}

/** Runs cores in memory and virtual time as the workflow loop does: record, effects, time. */
export class Runner {
  now: Instant
  readonly processes = new Map<string, Hosted>()
  readonly outside: Outside = {
    lines: [lineOf('L01')],
    conflicts: () => [],
    term: { validFrom: '2026-12-20', validTo: '2029-08-31' },
    found: [],
    openings: (at) => cycleOpening('p1-1', at, '2029-08-31'),
    session: () => null,
    failure: () => null,
  }
  readonly refusals: { from: string; to: string; code: string }[] = []
  readonly informed: { process: string; template: string; persons: string[]; data: Data }[] = []
  readonly revoked: { papers: Revocation[]; reason: string }[] = []
  readonly asked: { process: string; question: string; data: Data }[] = []
  /** Nothing outside is done while it is true. */
  held = false
  /** What stays on its way meanwhile. */
  holds: (effect: Effect) => boolean = () => false
  private commands = 0
  private numbers = 0
  private readonly delivered = new Map<string, Set<number>>()

  constructor(private readonly options: Options = {}) {
    this.now = options.start ?? '2026-11-23T05:00:00.000Z'
  }

  begin(kind: ProcessKind, id: string, input: Data): Hosted {
    const hosted = this.host(kind, id, null, { ...input, policy: asData(POLICY[kind]) }, `begin ${id}`)
    this.settle()
    return hosted
  }

  private host(kind: ProcessKind, id: string, parent: string | null, begin: Data, command: string): Hosted {
    const hosted = new Hosted(CORES[kind], id, parent, this.options.renews === true)
    hosted.begin({ id: command, type: 'begin', data: begin, by: SYSTEM }, this.now)
    this.processes.set(id, hosted)
    return hosted
  }

  process(id: string): Hosted {
    const hosted = this.processes.get(id)
    if (hosted === undefined) throw new Error(`there is no ${id}`)
    return hosted
  }

  /** The state of a process, as its own type. */
  state<State>(id: string): State {
    return this.process(id).running.state as State
  }

  send(id: string, type: string, data: Data, by: string | null = 'admin'): Refusal | null {
    const named = [data.by, data.person, data.signatory, data.representative, data.contact, by].filter(
      (one) => typeof one === 'string',
    )
    const facts = { persons: factsOf(named) }
    const actor = by === null ? SYSTEM : { person: by, roles: rolesOf(by), door: 'commandLine/test' }
    return this.command(id, { id: this.newId(), type, data, by: actor, facts })
  }

  command(id: string, command: Command): Refusal | null {
    const refusal = this.process(id).take(command, this.now)
    this.settle()
    return refusal
  }

  /** The one open task of a kind, or of a key. */
  task(id: string, name: string): Task {
    const found = this.process(id)
      .tasks()
      .filter(
        ({ kind, key }) =>
          kind === name || key === name || (/^[.@]/.test(key.slice(name.length)) && key.startsWith(name)),
      )
    if (found[0] === undefined || found.length > 1) {
      const open = this.process(id)
        .tasks()
        .map(({ key }) => key)
      throw new Error(`${found.length} tasks are ${name} in ${id}: ${open.join(' ')}`)
    }
    return found[0]
  }

  /** Completes a task through the contracts everybody outside passes; its owner does it unless said otherwise. */
  do(id: string, name: string, decision: string, doing: Doing = {}): Refusal | null {
    const task = this.task(id, name)
    return this.complete(id, task.key, task.kind, decision, doing)
  }

  complete(id: string, key: string, kind: string, decision: string, doing: Doing = {}): Refusal | null {
    const contract = contractOf(kind, decision)
    if (contract === undefined) return { refusal: 'decisionUnknown' }
    const parsed = contract.data.safeParse(doing.data ?? {})
    if (!parsed.success)
      return { refusal: 'invalidInput', params: { field: String(parsed.error.issues[0]?.path) } }
    const data = parsed.data as Data
    const by = doing.by ?? this.process(id).running.book[key]?.owner ?? ''
    return this.command(id, {
      id: doing.id ?? this.newId(),
      type: 'complete',
      task: key,
      ...(doing.occasion === undefined ? {} : { occasion: doing.occasion }),
      data: { decision, ...data },
      by: { person: by, roles: rolesOf(by), door: 'commandLine/test' },
      facts: {
        persons: factsOf([
          ...contract.people.flatMap((path) => namesAt(data, path)),
          ...this.owners(id, key),
        ]),
        onBehalf: [kind, `${kind}.${decision}`, decision].some((one) => POLICY.onBehalf.includes(one)),
      },
      ...(doing.onBehalf === undefined ? {} : { onBehalf: doing.onBehalf }),
    })
  }

  /** Whose turn it is, and with an escalation who was late: the facade tells of them as well. */
  private owners(id: string, key: string): string[] {
    const hosted = this.process(id)
    const late = hosted.tasks().find((task) => task.key === key)?.data.person
    const people = hosted.tasks().find((task) => task.key === key)?.data.people
    const concerned = Array.isArray(people) ? people : []
    return [hosted.running.book[key]?.owner, late, ...concerned].filter((one) => typeof one === 'string')
  }

  /** The employer's register of this story. */
  nextNumber(): string {
    this.numbers += 1
    return String(40 + this.numbers)
  }

  private newId(): string {
    this.commands += 1
    return `command ${this.commands}`
  }

  /** Time passes, stopping at every instant at which something happens by itself. */
  advance(until: Instant): void {
    this.settle()
    for (;;) {
      const due = [...this.processes.values()]
        .filter(({ open }) => open)
        .flatMap(({ running }) => nextDue(running) ?? [])
        .sort()[0]
      if (due === undefined || due > until) break
      if (due > this.now) this.now = due
      for (const hosted of this.processes.values()) this.ring(hosted)
      this.settle()
    }
    if (until > this.now) this.now = until
  }

  days(count: number): void {
    this.advance(new Date(Date.parse(this.now) + count * 86_400_000).toISOString())
  }

  /** Goes on until the task is there. */
  until(id: string, name: string): Task {
    for (let day = 0; day < 800; day += 1) {
      const found = this.processes
        .get(id)
        ?.tasks()
        .find(({ kind, key }) => kind === name || key === name)
      if (found !== undefined) return found
      this.days(1)
    }
    throw new Error(`${name} never opened in ${id}`)
  }

  private ring(hosted: Hosted): void {
    if (!hosted.open) return
    for (;;) {
      const next = hosted.open ? dueCommand(hosted.core, hosted.running, this.now) : null
      if (next === null) return
      if (next.events.some(({ type }) => type === 'alarmFailed')) {
        throw new Error(`${hosted.id} refuses the alarm ${JSON.stringify(next.command.data)}`)
      }
      hosted.keep(next.events, next.command, this.now)
    }
  }

  /** Does everything there is to do outside, one piece at a time. */
  settle(): void {
    for (let done = 0; !this.held; done += 1) {
      if (done > 20_000) throw new Error('the processes talk without an end')
      const work = this.work()
      const chosen = work[this.options.pick?.(work.length) ?? 0]
      if (chosen === undefined) return
      this.perform(chosen)
    }
  }

  private work(): Work[] {
    const found: Work[] = []
    for (const hosted of this.processes.values()) {
      for (const effect of hosted.running.outbox) {
        if (this.holds(effect)) continue
        if (effect.type !== 'tell') {
          found.push({ hosted, effect, message: null, n: 0 })
          continue
        }
        const gone = this.delivered.get(`${hosted.id}:${effect.key}`)
        for (const [n, message] of effect.messages.entries()) {
          if (!gone?.has(n)) found.push({ hosted, effect, message, n })
        }
        if (effect.messages.length === 0) found.push({ hosted, effect, message: null, n: 0 })
      }
      if (this.options.pick === undefined && found.length > 0) return found
    }
    return found
  }

  private perform({ hosted, effect, message, n }: Work): void {
    hosted.checkEffect(effect, this.now)
    const failure = this.outside.failure(hosted.id, effect.type)
    if (failure === null && message !== null && !this.tell(hosted, effect, message, n)) return
    const reply = failure === null ? this.answer(hosted, effect) : null
    const command =
      reply === null || !hosted.open ? null : { id: `${hosted.id}:${effect.key}`, ...reply, by: SYSTEM }
    const refusal = command === null ? null : hosted.take(command, this.now)
    const code = failure ?? refusal?.refusal
    if (code !== undefined && hosted.open)
      this.note(hosted, { type: 'effectFailed', effect: effect.key, code })
    hosted.running.outbox = hosted.running.outbox.filter(({ key }) => key !== effect.key)
  }

  private note(hosted: Hosted, event: LedgerEvent, id = ''): void {
    hosted.keep([event], { id, type: event.type, data: {}, by: SYSTEM }, this.now)
  }

  private answer(hosted: Hosted, effect: Effect): Reply | null {
    if (effect.type === 'ask') {
      const { question, data } = effect
      this.asked.push({ process: hosted.id, question, data })
    }
    if (effect.type === 'revoke') this.revoked.push({ papers: effect.papers, reason: effect.reason })
    if (effect.type === 'inform') {
      const { template, persons, data } = effect
      const names = persons.map((owner) => ('person' in owner ? owner.person : JSON.stringify(owner)))
      this.informed.push({ process: hosted.id, template, persons: names, data })
    }
    return replyOf(this.outside, hosted.id, effect, this.now)
  }

  /** One message of a telling; true when it was the last. */
  private tell(hosted: Hosted, effect: Effect, message: Telling, n: number): boolean {
    const code = this.deliver(hosted, `${hosted.id}:${effect.key}:${n}`, message)
    if (code !== null) {
      this.refusals.push({ from: hosted.id, to: message.to, code })
      if (hosted.open) {
        const refused = `${hosted.id}:${effect.key}:refused:${n}`
        this.note(hosted, { type: 'messageRefused', to: message.to, code }, refused)
      }
    }
    const key = `${hosted.id}:${effect.key}`
    const gone = this.delivered.get(key) ?? new Set()
    this.delivered.set(key, gone.add(n))
    return effect.type === 'tell' && gone.size === effect.messages.length
  }

  /** A process that never began or is over answers as the engine does. */
  private deliver(hosted: Hosted, id: string, message: Telling): string | null {
    if (message.begin !== undefined && !this.processes.has(message.to)) {
      const begin = { ...message.begin, policy: asData(POLICY[message.kind]) }
      this.host(message.kind, message.to, hosted.id, begin, `${id}:begin`)
    }
    if (message.command === undefined) return null
    const other = this.processes.get(message.to)
    if (other === undefined || !other.open) return 'processEnded'
    return other.take({ id, ...message.command, by: SYSTEM }, this.now)?.refusal ?? null
  }

  /** What every test may end with: the facts alone give the states, and nobody was told in vain. */
  check(): void {
    for (const hosted of this.processes.values()) hosted.replay()
  }
}

/** Everybody a path names; `*` stands for each element of a list. */
function namesAt(data: Data, path: string): string[] {
  let found: unknown[] = [data]
  for (const step of path.split('.')) {
    found = found.flatMap((value) =>
      step === '*' ? (Array.isArray(value) ? value : []) : [(value as Data | undefined)?.[step]],
    )
  }
  return found.filter((one) => typeof one === 'string')
}

export const refusalOf = (result: Refusal | null): string | null =>
  result !== null && isRefusal(result) ? result.refusal : null
