import type { Data, Json } from '../../../workflows/durable/types.ts'
import type { PlacementState } from '../../../workflows/placement/state.ts'
import type { Asked, Matters, PapersWanted, Part, Said, Subject } from './shape.ts'
import { fieldsPart, isRecord, lastSaid, NO_PAPERS, rowsPart, said } from './shape.ts'

type Question = Asked<PlacementState>

const SAID: readonly string[] = [
  'rescheduled',
  'diaryWritten',
  'diaryReturned',
  'evaluated',
  'reportSubmitted',
  'graded',
  'followUpAnswered',
  'followUpLapsed',
]

function subject({ kind, data, state, events }: Question): Subject {
  const weeks = Array.isArray(data.weeks) ? data.weeks : []
  const ofWeeks = (one: Data): boolean => weeks.includes(one.week ?? null)
  switch (kind) {
    case 'writeDiary': {
      const written = entries(events, weeks)
      const given = written.length === 0 ? undefined : { weeks: written }
      return { parts: practice(state), earlier: said(events, ['diaryReturned'], ofWeeks), given }
    }
    case 'confirmDiary': {
      const parts = [...rowsPart('diary', entries(events, weeks)), ...practice(state)]
      return { parts, earlier: said(events, ['diaryReturned'], ofWeeks) }
    }
    case 'evaluateTrainee': {
      const { absentDays, confirmed, weeks: all } = state
      return {
        parts: [...practice(state), ...fieldsPart('attendance', { weeks: all, confirmed, absentDays })],
      }
    }
    case 'answerFollowUp':
    case 'analysePerformance': {
      const answer = lastSaid(events, 'followUpAnswered')?.answer
      const earlier = said(events, ['graded', 'followUpAnswered', 'followUpLapsed'])
      return { parts: [...practice(state), ...employment(answer)], earlier }
    }
    default:
      return { parts: practice(state) }
  }
}

/** What the trainee wrote last of each of these weeks. */
const entries = (events: readonly Said[], weeks: Json[]): Data[] =>
  weeks.flatMap((week) => {
    const { text, hours } = lastSaid(events, 'diaryWritten', (one) => one.week === week) ?? {}
    return text === undefined || hours === undefined ? [] : [{ week, text, hours }]
  })

const papers = ({ kind }: Question): PapersWanted =>
  kind === 'analysePerformance' || kind === 'answerFollowUp'
    ? { kinds: ['completionCertificate', 'staffInternshipCertificate'] }
    : NO_PAPERS

function practice({ trainee, line, site, start, end, mentor, supervisor }: PlacementState): Part[] {
  return fieldsPart('practice', { trainee, line, site, start, end, mentor, supervisor })
}

const employment = (answer: Data[string] | undefined): Part[] =>
  isRecord(answer) ? fieldsPart('employment', answer) : []

export const placementMatters: Matters<PlacementState> = { said: SAID, subject, papers }
