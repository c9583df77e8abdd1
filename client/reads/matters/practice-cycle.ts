import type { Data } from '../../../workflows/durable/types.ts'
import type { Instance } from '../../../workflows/practice-cycle/pack.ts'
import { assignMentors, instanceOf, instances, missingFor } from '../../../workflows/practice-cycle/pack.ts'
import { isAtWork, stands } from '../../../workflows/practice-cycle/stage.ts'
import type { CycleState, Line } from '../../../workflows/practice-cycle/state.ts'
import { awaited } from '../../../workflows/practice-cycle/trainees.ts'
import type { Asked, Matters, PapersWanted, Part, Subject } from './shape.ts'
import { fieldsPart, isRecord, lastSaid, NO_PAPERS, rowsPart, said } from './shape.ts'

type Question = Asked<CycleState>

const SAID: readonly string[] = [
  'planned',
  'replanAsked',
  'linesDropped',
  'scheduleConfirmed',
  'scheduleAgreed',
  'scheduleObjected',
  'paperOrdered',
  'paperAbandoned',
  'gateFoundIncomplete',
  'postponementAsked',
  'postponementRefused',
  'linePostponed',
  'lineStarted',
  'attendanceConfirmed',
  'attendanceMissing',
  'defenceHeld',
]

const SCHEDULE = ['replanAsked', 'linesDropped', 'scheduleConfirmed', 'scheduleObjected', 'linePostponed']
const GATE = ['gateFoundIncomplete', 'postponementAsked', 'postponementRefused', 'linePostponed']
/** Trainees shown by name; an attendance list has no more. */
const MOST_TRAINEES = 500

function subject(asked: Question): Subject {
  const { kind, data, state, events } = asked
  const ofLine = (one: Data): boolean => one.line === data.line
  switch (kind) {
    case 'confirmSchedule':
    case 'agreeSchedule':
      return { parts: schedule(state), earlier: said(events, SCHEDULE) }
    case 'issuePaper':
      return paper(asked)
    case 'decideGate':
      return { parts: gate(state, lineOf(asked)), earlier: said(events, GATE, ofLine) }
    case 'confirmAttendance': {
      const earlier = said(events, ['attendanceMissing', 'attendanceConfirmed'], ofLine).slice(-WEEKS_BACK)
      return { parts: attendance(lineOf(asked), data), earlier }
    }
    case 'recordDefence':
      return { parts: defence(state, lineOf(asked)) }
    default:
      return { parts: outcomes(state), earlier: said(events, ['linesDropped', 'linePostponed']) }
  }
}

/** Weeks of attendance that are worth comparing. */
const WEEKS_BACK = 4

function papers({ key, kind, state }: Question): PapersWanted {
  const all = instances(state)
  switch (kind) {
    case 'agreeSchedule':
      return NO_PAPERS
    case 'issuePaper': {
      const needs = all.find((one) => one.key === instanceOf(key))?.paper.needs ?? []
      return { kinds: needs }
    }
    case 'confirmAttendance':
    case 'recordDefence':
      return { kinds: ['practiceSchedule'] }
    default:
      return { kinds: [...new Set(all.filter(isOnce).map(({ paper: { kind: one } }) => one))] }
  }
}

/** A paper for each trainee would be hundreds. */
const isOnce = ({ paper: { forEachTrainee } }: Instance): boolean => !forEachTrainee

const lineOf = ({ state, data }: Question): Line | undefined =>
  state.lines.find(({ code }) => code === data.line)

function lineRow(line: Line): Data {
  const { code, site, programme, practiceType, start, end, planned, supervisor } = line
  const mentors = line.mentors.map(({ id }) => id)
  const trainees = line.trainees.length
  return {
    ...{ line: code, site, programme, practiceType, start, end, planned, trainees },
    ...{ supervisor, mentors },
  }
}

function schedule(state: CycleState): Part[] {
  const conflicts = state.stage === 'planning' ? state.conflicts : []
  return [
    ...rowsPart('schedule', state.lines.filter(stands).map(lineRow)),
    ...rowsPart(
      'conflicts',
      conflicts.map(({ line, code }) => ({ line, conflicts: [code] })),
    ),
  ]
}

/** Whom the paper is about: its lines, and the trainees with the mentors they get. */
function paper({ key, state, data, events }: Question): Subject {
  const instance = instanceOf(key)
  const lines = instances(state).find((one) => one.key === instance)?.lines ?? []
  const seats = assignMentors(state.lines).filter(({ line }) => lines.some(({ code }) => code === line))
  const trainees = seats.slice(0, MOST_TRAINEES).map(({ line, trainee, mentor }): Data => {
    return mentor === '' ? { line, trainee } : { line, trainee, mentor }
  })
  const isSame = (one: Data): boolean => one.instance === instance
  const ordered = lastSaid(events, 'paperOrdered', isSame)
  const details = ordered !== undefined && isRecord(ordered.details) ? ordered.details : undefined
  return {
    parts: [
      ...fieldsPart('paper', { paper: data.paper, start: data.start, site: data.site, side: data.side }),
      ...rowsPart('schedule', lines.map(lineRow)),
      ...rowsPart('trainees', trainees),
    ],
    earlier: said(events, ['paperOrdered', 'paperAbandoned'], isSame),
    given: details,
  }
}

function gate(state: CycleState, line: Line | undefined): Part[] {
  if (line === undefined) return []
  const missing = isAtWork(state) ? missingFor(state, line) : []
  return [
    ...rowsPart('schedule', [lineRow(line)]),
    ...rowsPart(
      'missing',
      missing.map((instance) => ({ instance })),
    ),
    ...(line.step === 'deciding' && line.refused.length > 0
      ? fieldsPart('refusedDates', { conflicts: line.refused })
      : []),
  ]
}

function attendance(line: Line | undefined, { weeks, ended }: Data): Part[] {
  if (line === undefined) return []
  const { site, start, end, supervisor } = line
  return [
    ...fieldsPart('line', { line: line.code, site, start, end, supervisor, weeks, ended }),
    ...rowsPart(
      'trainees',
      awaited(line)
        .slice(0, MOST_TRAINEES)
        .map((trainee) => ({ trainee })),
    ),
  ]
}

function defence(state: CycleState, line: Line | undefined): Part[] {
  if (line === undefined) return []
  const ready = line.step === 'practising' ? line.ready.map((n) => line.trainees[n]) : []
  const rows = awaited(line)
    .slice(0, MOST_TRAINEES)
    .map((trainee): Data => ({ trainee, ready: ready.includes(trainee) }))
  const components = Object.entries(state.policy.grading).map(
    ([component, points]): Data => ({ component, points }),
  )
  return [
    ...fieldsPart('line', { line: line.code, site: line.site, start: line.start, end: line.end }),
    ...rowsPart('trainees', rows),
    ...rowsPart('grading', components),
  ]
}

function outcomes({ lines }: CycleState): Part[] {
  const rows = lines.map(({ code, site, start, end, outcomes: of, step, trainees }): Data => {
    const { completed = [], partiallyCompleted = [], didNotShow = [], withdrawn = [] } = of
    return {
      ...{ line: code, site, start, end, step: step === 'dropped' ? step : '' },
      ...{ trainees: trainees.length, completed: completed.length },
      ...{ partiallyCompleted: partiallyCompleted.length },
      ...{ didNotShow: didNotShow.length, withdrawn: withdrawn.length },
    }
  })
  return rowsPart('outcomes', rows)
}

export const cycleMatters: Matters<CycleState> = { said: SAID, subject, papers }
