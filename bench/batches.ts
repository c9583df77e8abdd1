import { randomUUID } from 'node:crypto'
import { agreementCore } from '../workflows/agreement/process.ts'
import type { AgreementEvent, AgreementState } from '../workflows/agreement/state.ts'
import { decide } from '../workflows/durable/engine.ts'
import { type Batch, Journal } from '../workflows/durable/journal.ts'
import type { RecordInput, RecordWritten } from '../workflows/durable/port.ts'
import type { Command, Data, PersonFact } from '../workflows/durable/types.ts'
import type { Place } from './place.ts'

/** An agreement without the engine: the core decides, and what the process would hand to the record step comes out. */
export class LooseAgreement {
  readonly uuid = randomUUID()
  /** Ids of its tasks by key, as they were recorded. */
  readonly tasks = new Map<string, string>()
  private readonly journal: Journal<AgreementState, AgreementEvent>
  private under: Batch<AgreementState, AgreementEvent> | null = null

  constructor(
    private readonly place: Place,
    private readonly at: string,
  ) {
    const running = {
      id: `agreement/${this.uuid}`,
      institution: place.institution,
      policy: place.policy,
      parent: `partnership/${place.partnership}`,
      clockOffset: 0,
      zone: [],
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
    this.journal = new Journal(agreementCore, running, () => at)
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
    yield this.change({ ...command('begin', {}), id: randomUUID() }, () => agreementCore.begin(begun))
    const authority = { basis: 'charter' }
    const requisites = {
      decision: 'give',
      address: 'Navoiy',
      taxId: '302841190',
      signatory: person('C001'),
      authority,
    }
    yield this.complete('requisites.', requisites, 'C002', this.facts('C001', partner))
    const terms = {
      decision: 'submit',
      validFrom: '2026-12-20',
      validTo: '2029-08-31',
      renewal: 'fixed',
      signatory: person('S001'),
      coordinatorInstitution: person('S004'),
      coordinatorPartner: person('C002'),
    }
    const facts = { ...this.facts('S001', null), ...this.facts('S004', null), ...this.facts('C002', partner) }
    yield this.complete('draft.', terms, 'S004', facts)
    const papers = [
      { document: `d${this.uuid.slice(0, 11)}`, number: '', date: '', contentHash: this.hash, version: 1 },
    ]
    yield this.send(command('papersIssued', { papers }))
  }

  approval(role: string, code: string): RecordInput {
    return this.complete(`approve.${role}.`, { decision: 'approve', hash: this.hash }, code)
  }

  /** What the record step answered goes into the state, as in the durable process. */
  recorded(result: RecordWritten): void {
    if (this.under === null) throw new Error('nothing is under way')
    for (const [key, { id }] of Object.entries(result.bookings)) this.tasks.set(key, id)
    this.journal.settle(this.under, result)
    this.journal.running.outbox = []
  }

  private get hash(): string {
    return this.uuid.replaceAll('-', '')
  }

  /** Completes the open task whose key begins so. */
  private complete(
    begins: string,
    data: Data,
    code: string,
    persons: Record<string, PersonFact> = {},
  ): RecordInput {
    const task = Object.keys(this.journal.running.book).find((key) => key.startsWith(begins))
    if (task === undefined) throw new Error(`the agreement waits for no ${begins}`)
    const by = { person: this.place.people.get(code) ?? '', roles: [], door: 'commandLine/bench' }
    return this.send({ ...command('complete', data), task, by, facts: { persons } })
  }

  private facts(code: string, partner: string | null): Record<string, PersonFact> {
    const fact = {
      rank: 6,
      roles: ['signatory'],
      holds: ['signatory'],
      reachable: true,
      active: true,
      partner,
    }
    return { [this.place.people.get(code) ?? '']: fact }
  }

  private send(given: Command): RecordInput {
    return this.change(given, () =>
      decide(agreementCore, this.journal.running, given, { at: this.at, today: this.at.slice(0, 10) }),
    )
  }

  private change(given: Command, events: Parameters<typeof this.journal.submit>[1]): RecordInput {
    const { refused } = this.journal.submit(given, events)
    if (refused !== null) throw new Error(`the agreement refused: ${refused.refusal}`)
    this.under = this.journal.take()
    const { before, after, change } = this.under
    const { id, institution, policy, parent, clockOffset, state, book } = after
    return {
      ...{
        id,
        kind: 'agreement',
        institution,
        policy,
        parent,
        clockOffset,
        state,
        book,
        ...change,
        at: this.at,
      },
      ...{ fromSeq: before.seq, head: before.head, situation: agreementCore.situation(state) },
      outbox: after.outbox.map(({ key, type }) => ({ key, type })),
    }
  }
}

const command = (type: string, data: Data): Command => ({
  id: randomUUID(),
  type,
  data,
  by: { person: null, roles: [] },
})
