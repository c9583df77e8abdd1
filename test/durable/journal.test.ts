import { basisOf } from '../../workflows/durable/booking.ts'
import { decide } from '../../workflows/durable/engine.ts'
import { Journal } from '../../workflows/durable/journal.ts'
import type { Booking, Fact, Running } from '../../workflows/durable/ledger.ts'
import type { RecordInput, RecordResult } from '../../workflows/durable/port.ts'
import type { Command, Core, Wait } from '../../workflows/durable/types.ts'
import { refuse } from '../../workflows/durable/types.ts'

interface State {
  taken: string[]
}
type Event = { type: 'begun' } | { type: 'taken'; what: string }

/** Takes each thing once, at most three. */
const core: Core<State, Event> = {
  kind: 'partnership',
  begin: () => [{ type: 'begun' }],
  decide(state, command) {
    const what = String(command.data.what)
    if (state.taken.includes(what)) return refuse('taken')
    return state.taken.length === 3 ? refuse('full') : [{ type: 'taken', what }]
  },
  evolve: (state, event) =>
    event.type === 'begun' ? { taken: [] } : { taken: [...(state?.taken ?? []), event.what] },
  waits: (state): Wait[] => [{ wait: 'alarm', key: `after.${state.taken.length}`, due: { days: 1 } }],
  effects: (event) => (event.type === 'taken' ? [{ type: 'ask', question: event.what, data: {} }] : []),
  situation: () => ({ stage: 'open', outcome: null, open: true }),
}

const booking = (wait: Wait): Booking => ({
  id: wait.key,
  owner: null,
  opened: '',
  due: '',
  rungs: [{ at: `at ${wait.key}`, offset: 0, escalates: false }],
  next: 0,
  ladder: '',
  generation: 0,
  basis: basisOf(wait),
})

/** The record step as it answers: it writes what follows its last fact and says what it has beyond what was offered. */
class Record {
  readonly facts: Fact[] = []
  private book: { [key: string]: Booking } = {}

  offer({
    fromSeq,
    facts,
    opened,
    closed,
  }: Pick<RecordInput, 'fromSeq' | 'facts' | 'opened' | 'closed'>): RecordResult {
    const head = (): string => `head ${this.facts.length}`
    if (this.facts.length > fromSeq)
      return { head: head(), recorded: this.facts.slice(fromSeq), book: { ...this.book }, zone: [] }
    this.facts.push(...facts)
    const bookings = Object.fromEntries(opened.map((wait) => [wait.key, booking(wait)]))
    for (const { key } of closed) delete this.book[key]
    this.book = { ...this.book, ...bookings }
    return { head: head(), bookings, zone: [] }
  }
}

const running = (): Running<State> => ({
  id: 'partnership/1',
  institution: 'i',
  policy: { id: 'generic', version: 1 },
  parent: null,
  clockOffset: 0,
  zone: [],
  seq: 0,
  head: '',
  state: null as unknown as State,
  book: {},
  escalated: {},
  outbox: [],
  stuck: {},
  ring: [],
})

const command = (what: string): Command => ({
  id: `take ${what}`,
  type: 'take',
  data: { what },
  by: { person: null, roles: [] },
})
const begin: Command = { id: 'begin', type: 'begin', data: {}, by: { person: null, roles: [] } }

function open(state: Running<State>) {
  const journal = new Journal(core, state, () => '2026-11-23T05:00:00.000Z')
  const take = (what: string) =>
    journal.submit(command(what), () => decide(core, journal.running, command(what), { at: '', today: '' }))
  return { journal, take }
}

function recordAll(journal: Journal<State, Event>, record: Record, lost = false): void {
  const batch = journal.take()
  const result = record.offer({ fromSeq: batch.before.seq, ...batch.change })
  if (!lost) journal.settle(batch, result)
}

/** A worker that died after the record's commit: the next one begins where the engine knew it. */
function afterLoss(commands: string[]): { record: Record; known: Running<State> } {
  const record = new Record()
  const first = open(running())
  first.journal.submit(begin, () => core.begin({}))
  recordAll(first.journal, record)
  const known: Running<State> = JSON.parse(JSON.stringify(first.journal.running))
  for (const what of commands) first.take(what)
  recordAll(first.journal, record, true)
  return { record, known }
}

describe('a worker dies after the record and before the engine knows', () => {
  it('finds what is recorded, in whatever order the commands come again', () => {
    const { record, known } = afterLoss(['a', 'b'])
    const { journal, take } = open(known)
    const b = take('b')
    const c = take('c')
    const a = take('a')
    recordAll(journal, record)
    recordAll(journal, record)
    expect(record.facts.map(({ data }) => data.what)).toEqual([undefined, 'a', 'b', 'c'])
    expect([a.seq, b.seq, c.seq]).toEqual([2, 3, 4])
    expect(journal.running.state.taken).toEqual(['a', 'b', 'c'])
    expect(journal.settled).toBe(true)
  })

  it('decides the rest anew, and refuses what the record leaves no room for', () => {
    const { record, known } = afterLoss(['a', 'b', 'c'])
    const { journal, take } = open(known)
    const d = take('d')
    expect(d.refused).toBeNull()
    recordAll(journal, record)
    expect(d.refused).toEqual({ refusal: 'full', params: {} })
    expect(record.facts).toHaveLength(4)
  })

  it('takes in what the facts bring about outside, once, and the waits as they are booked', () => {
    const { record, known } = afterLoss(['a'])
    const { journal, take } = open(known)
    take('a')
    recordAll(journal, record)
    expect(journal.running.outbox.map(({ key }) => key)).toEqual(['2.0'])
    expect(Object.keys(journal.running.book)).toEqual(['after.1'])
    expect(journal.running.book['after.1']?.rungs).toHaveLength(1)
    expect(journal.running.head).toBe('head 2')
  })

  it('never decides twice what time brought', () => {
    const { record, known } = afterLoss(['a'])
    const { journal } = open(known)
    journal.note({ ...begin, id: '', type: 'alarm' }, [{ type: 'taken', what: 'alarm' }], [])
    recordAll(journal, record)
    expect(journal.waiting).toBe(false)
    expect(journal.running.state.taken).toEqual(['a'])
  })
})

describe('an undisturbed journal', () => {
  it('keeps what is decided while a batch is on its way', () => {
    const record = new Record()
    const { journal, take } = open(running())
    journal.submit(begin, () => core.begin({}))
    take('a')
    const batch = journal.take()
    take('b')
    journal.settle(batch, record.offer({ fromSeq: batch.before.seq, ...batch.change }))
    expect(journal.settled).toBe(false)
    recordAll(journal, record)
    expect(record.facts.map(({ data }) => data.what)).toEqual([undefined, 'a', 'b'])
    expect(journal.settled).toBe(true)
  })
})

describe('what the record can never take', () => {
  const impossible = { refusal: 'recordImpossible' }

  it('refuses whoever sent it, and nobody else', () => {
    const record = new Record()
    const { journal, take } = open(running())
    journal.submit(begin, () => core.begin({}))
    recordAll(journal, record)
    const [first, wrong, last] = ['a', 'wrong', 'b'].map(take)
    for (let offers = 0; journal.waiting && offers < 10; offers += 1) {
      const batch = journal.take()
      if (batch.change.facts.some(({ data }) => data.what === 'wrong')) journal.reject(batch, impossible)
      else journal.settle(batch, record.offer({ fromSeq: batch.before.seq, ...batch.change }))
    }
    expect(wrong?.refused).toEqual(impossible)
    expect([first?.refused, last?.refused]).toEqual([null, null])
    expect(record.facts.map(({ data }) => data.what)).toEqual([undefined, 'a', 'b'])
    expect(journal.running.state.taken).toEqual(['a', 'b'])
    expect([first?.seq, last?.seq]).toEqual([2, 3])
  })

  it('is recorded as a failure where time brought it', () => {
    const record = new Record()
    const { journal } = open(running())
    journal.submit(begin, () => core.begin({}))
    recordAll(journal, record)
    const alarm = { ...begin, id: '', type: 'alarm', data: { key: 'after.0' } }
    const failure = { type: 'alarmFailed' as const, alarm: 'after.0', code: 'recordImpossible' }
    journal.note(alarm, [{ type: 'taken', what: 'wrong' }], [failure])
    expect(journal.reject(journal.take(), impossible)).toBe(true)
    recordAll(journal, record)
    expect(record.facts.map(({ type }) => type)).toEqual(['begun', 'alarmFailed'])
    expect(Object.values(journal.running.stuck)).toEqual([{ alarm: 'after.0', code: 'recordImpossible' }])
  })
})

describe('a wait that closes and opens again under its key within one record', () => {
  it('closes the old occasion and opens the new one, with instants', () => {
    const record = new Record()
    const { journal } = open(running())
    const turning: Core<State, Event> = {
      ...core,
      waits: ({ taken }) =>
        taken.length === 1 ? [] : [{ wait: 'alarm', key: 'one', due: { days: taken.length + 1 } }],
    }
    const own = new Journal(turning, journal.running, () => '2026-11-23T05:00:00.000Z')
    own.submit(begin, () => turning.begin({}))
    recordAll(own, record)
    for (const what of ['a', 'b']) {
      own.submit(command(what), () => decide(turning, own.running, command(what), { at: '', today: '' }))
    }
    const batch = own.take()
    expect(batch.change.closed.map(({ key }) => key)).toEqual(['one'])
    expect(batch.change.opened).toEqual([{ wait: 'alarm', key: 'one', due: { days: 3 } }])
    own.settle(batch, record.offer({ fromSeq: batch.before.seq, ...batch.change }))
    expect(own.running.book.one?.rungs).toHaveLength(1)
  })
})
