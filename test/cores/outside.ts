import { createHash } from 'node:crypto'
import { WorkingCalendar } from '../../calendar/working-calendar.ts'
import { canonicalJson } from '../../events/chain.ts'
import type { Command, Data, Day, Effect, Instant, Paper } from '../../workflows/durable/types.ts'
import type { Opening } from '../../workflows/partnership/state.ts'
import type { Conflict, Plan } from '../../workflows/practice-cycle/state.ts'
import { POLICY } from '../support/policy.ts'
import { PARTNER } from './people.ts'

export { POLICY }

export const CALENDAR = new WorkingCalendar('Asia/Samarkand', 'UZ', POLICY.calendar, [])

export const asData = (value: object): Data => JSON.parse(JSON.stringify(value)) as Data

/** A schedule line as the question `planLines` answers it. */
export function lineOf(code: string, given: Partial<Plan> = {}): Plan {
  const count = given.planned ?? 3
  const start = given.start ?? '2027-02-08'
  return {
    code,
    site: 'smelter',
    programme: 'metallurgy',
    practiceType: 'preDiploma',
    wave: start,
    start,
    end: '2027-03-06',
    planned: count,
    reserved: true,
    startsOnFreeDay: false,
    finalYear: true,
    graduation: '2027-07-01',
    supervisor: 'teacher',
    mentors: [
      { id: 'mentorA', max: 5 },
      { id: 'mentorB', max: 5 },
    ],
    trainees: Array.from({ length: count }, (_, n) => `${code}s${n + 1}`),
    ...given,
  }
}

/** What the outside world answers the questions of the cores. Tests change it as they need. */
export interface Outside {
  lines: Plan[]
  /** What stands against a line's new dates, apart from what the cycle knows itself. */
  conflicts(line: string, start: Day): string[]
  /** The agreement's term as it is asked with every plan, and what else only the records tell. */
  term: { validFrom: Day; validTo: Day | null }
  found: Conflict[]
  openings(at: Instant): Opening[]
  /** The certification session as its list has it; null where it is not on it. */
  session(): { on: Day; graduates: string[] } | null
  /** A code makes the effect fail for good. */
  failure(process: string, type: string): string | null
}

/** Practice cycles of the academic years that begin, as the agenda answers them for an active agreement. */
export function cycleOpening(agreement: string, at: Instant, validTo: Day): Opening[] {
  const today = CALENDAR.dayOf(at)
  const year = Number(today.slice(0, 4))
  const first = today.slice(5) >= POLICY.partnership.cycleOpensOn ? year : year - 1
  const academicYear = `${first}-${first + 1}`
  if (validTo < today) return []
  return [
    {
      id: `practice-cycle/${agreement}/${academicYear}`,
      kind: 'practiceCycle',
      opens: today,
      begin: asData({
        id: `${agreement}/${academicYear}`,
        agreement,
        partnership: 'p1',
        partner: PARTNER,
        academicYear,
        language: 'en',
        administrator: 'admin',
        validFrom: '2026-12-20',
        validTo,
      }),
    },
  ]
}

/** The papers a real issuing would answer: one document each, numbered per kind. */
function issued(process: string, effect: string, papers: Paper[], at: Instant): Data {
  const rows = papers.map((paper, n) => {
    const { kind, language, version, data, given } = paper
    const content = canonicalJson({ kind, language, version, data })
    return {
      document: `${process}:${effect}.${n}`,
      kind,
      number: paper.draft ? '' : (given?.number ?? `${kind}-${n + 1}`),
      date: given?.date ?? CALENDAR.dayOf(at),
      contentHash: createHash('sha256').update(content).digest('hex'),
      version,
      instance: String(data.instance ?? ''),
    }
  })
  return asData({ papers: rows })
}

export type Reply = Pick<Command, 'type' | 'data'>

/** What the outside world answers an effect; null where nothing comes back. */
export function replyOf(outside: Outside, process: string, effect: Effect, now: Instant): Reply | null {
  if (effect.type === 'issue') {
    return { type: 'papersIssued', data: issued(process, effect.key, effect.papers, now) }
  }
  if (effect.type !== 'ask') return null
  const { question, data } = effect
  switch (question) {
    case 'planLines':
      return {
        type: 'answered',
        data: asData({ plan: data.plan, lines: outside.lines, found: outside.found, ...outside.term }),
      }
    case 'moveLine': {
      const { line = '', start = '', end = '' } = data
      const conflicts = outside.conflicts(String(line), String(start))
      return { type: 'placesMoved', data: asData({ line, start, end, conflicts }) }
    }
    case 'session': {
      const listed = outside.session()
      return listed === null ? null : { type: 'answered', data: asData(listed) }
    }
    case 'agenda':
      return { type: 'answered', data: asData({ openings: outside.openings(now) }) }
    default:
      return null
  }
}
