import type { Running } from './ledger.ts'

type Given = Pick<Running<unknown>, 'id' | 'institution' | 'policy' | 'parent' | 'clockOffset'>

/** What a process carries before its first fact. */
export function firstRun<S>({ id, institution, policy, parent, clockOffset }: Given): Running<S> {
  return {
    id,
    institution,
    policy,
    parent,
    clockOffset,
    zone: [],
    seq: 0,
    head: '',
    state: null as S,
    book: {},
    escalated: {},
    outbox: [],
    stuck: {},
    ring: [],
  }
}
