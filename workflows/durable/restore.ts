import { basisOf } from './booking.ts'
import { adopt } from './engine.ts'
import { firstRun } from './first-run.ts'
import type { Booking, Fact, Running } from './ledger.ts'
import { waitsOf } from './turnover.ts'
import type { Core, EventBase } from './types.ts'

/** All that is recorded of a process, from its first fact to the last. */
export interface Recorded
  extends Pick<Running<unknown>, 'id' | 'institution' | 'policy' | 'parent' | 'clockOffset' | 'head'> {
  facts: Fact[]
  book: Record<string, Booking>
  /** Keys of the effects still to do. */
  outbox: string[]
}

const REFUSED = ':refused:'

/** What a process carried when its last batch was recorded, told by its facts alone. */
export function restore<S, E extends EventBase>(core: Core<S, E>, recorded: Recorded): Running<S> {
  const { id, facts, book, head, outbox } = recorded
  const running = firstRun<S>(recorded)
  const told = facts.map((fact) =>
    fact.type === 'messageRefused' ? { ...fact, data: { ...fact.data, ...effectOf(id, fact) } } : fact,
  )
  adopt(core, running, told, book)
  explain(core, running)
  return { ...running, head, outbox: running.outbox.filter(({ key }) => outbox.includes(key)) }
}

/** What an earlier version booked did not say what for: it is taken to stand for what is waited for under its key. */
function explain<S, E extends EventBase>(core: Core<S, E>, running: Running<S>): void {
  for (const wait of waitsOf(core, running)) {
    const booking = running.book[wait.key]
    if (booking !== undefined) booking.basis ??= basisOf(wait)
  }
}

/** The effect whose message was refused. Here all that was ever told is known, and the same process is told often. */
function effectOf(process: string, { command }: Fact): { effect?: string } {
  if (!command.startsWith(`${process}:`) || !command.includes(REFUSED)) return {}
  return { effect: command.slice(process.length + 1, command.lastIndexOf(REFUSED)) }
}
