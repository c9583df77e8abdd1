import { randomUUID } from 'node:crypto'
import { agreementCore } from '../workflows/agreement/process.ts'
import type { AgreementEvent, AgreementState } from '../workflows/agreement/state.ts'
import { commit, decide } from '../workflows/durable/engine.ts'
import type { Running } from '../workflows/durable/ledger.ts'
import type { RecordInput, RecordResult } from '../workflows/durable/port.ts'
import { type Command, type Data, isRefusal, type PersonFact } from '../workflows/durable/types.ts'
import type { Place } from './place.ts'

/** An agreement without the engine: the core decides, and what the process would hand to the record step comes out. */
export class LooseAgreement {
  readonly uuid = randomUUID()
  private readonly running: Running<AgreementState>
  private readonly place: Place
  private readonly at: string

  constructor(place: Place, at: string) {
    this.place = place
    this.at = at
    this.running = {
      id: `agreement/${this.uuid}`,
      institution: place.institution,
      policy: place.policy,
      parent: `partnership/${place.partnership}`,
      clockOffset: 0,
      seq: 0,
      head: '',
      // Before the first fact there is no state.
      state: null as unknown as AgreementState,
      book: {},
      escalated: {},
      outbox: [],
      stuck: {},
      ring: [],
    }
  }

  /** The facts of beginning, requisites, draft and its rendering, to be recorded one after the other. */
  *untilApproval(): Generator<RecordInput> {
    const { partnership, partner, people, agreementPolicy } = this.place
    const person = (code: string): string => people.get(code) ?? ''
    const identity = {
      id: this.uuid,
      kind: 'cooperationAgreement',
      language: 'uz-Latn',
      forms: ['graduateEmployment'],
    }
    const begun = { ...identity, partnership, partner, author: person('S004'), policy: agreementPolicy }
    yield this.change({ ...command('begin', {}), id: randomUUID() }, agreementCore.begin(begun))
    const authority = { basis: 'charter' }
    const requisites = {
      decision: 'give',
      address: 'Navoiy',
      taxId: '302841190',
      signatory: person('C001'),
      authority,
    }
    yield this.complete('requisites.1', requisites, 'C002', this.facts('C001', partner))
    const terms = { decision: 'submit', validFrom: '2026-12-20', validTo: '2029-08-31', renewal: 'fixed' }
    yield this.complete('draft.1', { ...terms, signatory: person('S001') }, 'S004', this.facts('S001', null))
    const papers = [{ document: `d${this.uuid.slice(0, 11)}`, number: '', date: '', contentHash: this.hash }]
    yield this.send(command('papersIssued', { papers }))
  }

  approval(role: string, code: string): RecordInput {
    return this.complete(`approve.${role}.1`, { decision: 'approve', hash: this.hash }, code)
  }

  /** What the record step answered goes into the state, as in the durable process. */
  recorded({ head, bookings }: RecordResult): void {
    this.running.head = head
    for (const [key, booking] of Object.entries(bookings)) {
      if (this.running.book[key] !== undefined) this.running.book[key] = booking
    }
    this.running.outbox = []
  }

  private get hash(): string {
    return this.uuid.replaceAll('-', '')
  }

  private complete(
    task: string,
    data: Data,
    code: string,
    persons: Record<string, PersonFact> = {},
  ): RecordInput {
    const by = { person: this.place.people.get(code) ?? null, roles: [] }
    return this.send({ ...command('complete', data), task, by, facts: { persons } })
  }

  private facts(code: string, partner: string | null): Record<string, PersonFact> {
    const fact = { rank: 6, roles: ['signatory'], reachable: true, active: true, partner }
    return { [this.place.people.get(code) ?? '']: fact }
  }

  private send(given: Command): RecordInput {
    const events = decide(agreementCore, this.running, given, this.at)
    if (isRefusal(events)) throw new Error(`the agreement refused: ${events.refusal}`)
    return this.change(given, events)
  }

  private change(
    given: Command,
    events: Parameters<typeof commit<AgreementState, AgreementEvent>>[2],
  ): RecordInput {
    const { running, at } = this
    const { facts, opened, closed } = commit(agreementCore, running, events, given, at)
    const { id, institution, policy, parent, clockOffset, head, state, book, seq } = running
    const outbox = running.outbox.map(({ key, type }) => ({ key, type }))
    const input: RecordInput = {
      ...{
        id,
        kind: 'agreement',
        institution,
        policy,
        parent,
        clockOffset,
        head,
        facts,
        opened,
        closed,
        book,
        outbox,
        at,
      },
      ...{ fromSeq: seq - facts.length, situation: agreementCore.situation(state), state },
    }
    return structuredClone(input)
  }
}

const command = (type: string, data: Data): Command => ({
  id: randomUUID(),
  type,
  data,
  by: { person: null, roles: [] },
})
