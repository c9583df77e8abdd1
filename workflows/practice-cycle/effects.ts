import { sumOf } from '../durable/sum.ts'
import type { Data, EffectSpec, Paper, Revocation, Telling } from '../durable/types.ts'
import { assignMentors, countsFor, instances } from './pack.ts'
import { weeksOf } from './planning.ts'
import { attendanceOf } from './running.ts'
import { isAtWork } from './stage.ts'
import type { CycleEvent, CycleState, Line } from './state.ts'
import { awaited, expected, givesBack } from './trainees.ts'

export const placementId = (cycle: string, line: string, n: number): string =>
  `${cycle.replaceAll('/', '-')}-${line}-${String(n + 1).padStart(2, '0')}`

/**
 * Printed on papers and told by telephone. The academic year and a sum of the cycle are part of it, because a code names one
 * thing for ever: lines are numbered anew every year, and another agreement of the same year may have the same ones.
 */
const placementCode = ({ id, academicYear }: CycleState, line: Line, n: number): string =>
  `P-${academicYear.slice(0, 4)}-${academicYear.slice(-2)}-${line.code}-${String(n + 1).padStart(2, '0')}-${sumOf(id).slice(0, 4).toUpperCase()}`

export function effects(event: CycleEvent, state: CycleState): EffectSpec[] {
  switch (event.type) {
    case 'begun':
    case 'replanAsked': {
      const { partner, academicYear, id } = state
      const plan = 'plan' in state ? state.plan : 0
      return [{ type: 'ask', question: 'planLines', data: { partner, academicYear, cycle: id, plan } }]
    }
    case 'postponementAsked': {
      const { line, start, end } = event
      return [{ type: 'ask', question: 'moveLine', data: { cycle: state.id, line, start, end } }]
    }
    case 'linePostponed': {
      const { start, end } = event
      const lines = linesIn(state, [event.line]).filter(({ begun }) => begun)
      return [
        ...told(toPlacements(state, lines, () => ({ type: 'reschedule', data: { start, end } }))),
        ...news(state, [event.line], 'linePostponed', { start, end, reason: event.reason }),
        ...revocations(state, event.reason),
      ]
    }
    case 'paperIssued':
      return isAtWork(state) ? revocations(state, '') : []
    case 'paperOrdered':
      return [{ type: 'issue', papers: papers(event, state) }]
    case 'placementsBegun':
      return [{ type: 'tell', messages: beginPlacements(state, event.lines, event.ready) }]
    case 'packCompleted':
      return told(toPlacements(state, linesIn(state, event.lines), () => ({ type: 'ready', data: {} })))
    case 'lineStarted': {
      const lines = linesIn(state, [event.line])
      const { start = '', end = '' } = lines[0] ?? {}
      const command = { type: 'start', data: { exception: event.exception, start, end } }
      if (!event.begins) return told(toPlacements(state, lines, () => command))
      // In one message: messages go out side by side, and a start must not overtake the beginning.
      const begins = beginPlacements(state, [event.line], false)
      return told({ type: 'tell', messages: begins.map((message) => ({ ...message, command })) })
    }
    case 'attendanceConfirmed': {
      const { weeks, absent } = attendanceOf(event)
      return [
        toPlacements(state, linesIn(state, [event.line]), (trainee) => ({
          type: 'attendance',
          data: {
            weeks: weeks.map((week) => {
              const row = absent.find((one) => one.trainee === trainee && one.week === week)
              return { week, absentDays: row?.days ?? 0 }
            }),
            didNotShow: event.didNotShow.includes(trainee),
          },
        })),
      ]
    }
    case 'attendanceMissing': {
      const line = state.lines.find(({ code }) => code === event.line)
      if (line === undefined) return []
      const data = { line: event.line, week: event.week }
      return [{ type: 'inform', persons: [{ person: line.supervisor }], template: 'attendanceMissing', data }]
    }
    case 'defenceHeld': {
      const lines = state.lines.filter(({ code }) => code === event.line)
      const { line, on, room, results, absent } = event
      const data: Data = { line, on, room, results: results as unknown as Data[], absent }
      const paper: Paper = {
        kind: 'defenceProtocol',
        language: state.language,
        draft: false,
        version: 1,
        data,
        line,
      }
      return [
        { type: 'issue', papers: [paper] },
        toPlacements(state, lines, (trainee) => ({
          type: 'defended',
          data: {
            on,
            components: results.find((result) => result.trainee === trainee)?.components ?? {},
            absent: absent.includes(trainee),
          },
        })),
      ]
    }
    case 'linesDropped': {
      const release: EffectSpec = {
        type: 'ask',
        question: 'releaseLines',
        data: { cycle: state.id, lines: event.lines },
      }
      const command = { type: 'withdraw', data: { reason: event.reason } }
      const messages = event.placements.map(
        (id): Telling => ({ to: `placement/${id}`, kind: 'placement', command }),
      )
      const { reason } = event
      return [
        release,
        ...told({ type: 'tell', messages }),
        ...(isAtWork(state) ? news(state, event.lines, 'lineDropped', { reason }) : []),
        ...revocations(state, reason),
      ]
    }
    case 'placementEnded': {
      if (!givesBack(event.outcome)) return []
      const release = { type: 'ask' as const, question: 'releasePlace' }
      return [{ ...release, data: { cycle: state.id, line: event.line } }, ...ownPapersOf(state, event)]
    }
    case 'cancelled':
      return [
        { type: 'ask', question: 'releaseLines', data: { cycle: state.id, lines: [] } },
        report(state, 'cancelled'),
        {
          type: 'inform',
          persons: [{ role: 'hrOfficer', partner: state.partner }],
          template: 'cycleCancelled',
          data: { academicYear: state.academicYear, reason: event.reason },
        },
      ]
    case 'closed':
      return [report(state, 'closed')]
    default:
      return []
  }
}

function report(state: CycleState, outcome: string): EffectSpec {
  const command = { type: 'cycleEnded', data: { id: `practice-cycle/${state.id}`, outcome } }
  return {
    type: 'tell',
    messages: [{ to: `partnership/${state.partnership}`, kind: 'partnership', command }],
  }
}

function papers(event: Extract<CycleEvent, { type: 'paperOrdered' }>, state: CycleState): Paper[] {
  const instance = instances(state).find(({ key }) => key === event.instance)
  const ordered = isAtWork(state)
    ? state.papers.findLast((one) => one.instance === event.instance)
    : undefined
  if (instance === undefined || ordered === undefined) return []
  const lines = instance.lines.filter(({ code }) => ordered.lines[code] !== undefined)
  const base: Paper = {
    kind: instance.paper.kind,
    language: state.language,
    draft: false,
    version: 1,
    data: {
      instance: instance.key,
      edition: ordered.edition,
      lines: lines.map(({ code }) => code),
      site: instance.site ?? '',
      details: event.details,
    },
  }
  const numbered = event.number === '' ? base : { ...base, given: { number: event.number, date: event.date } }
  if (!instance.paper.forEachTrainee) return [numbered]
  return lines.flatMap((line) => awaited(line).map((subject) => ({ ...numbered, subject, line: line.code })))
}

/** Who has to do with a line: its trainees still expected, their mentors, the supervisor and the host. */
function news(state: CycleState, codes: string[], template: string, data: Data): EffectSpec[] {
  return linesIn(state, codes).map((line): EffectSpec => {
    const given = line.given?.flatMap((n) => line.mentors[n]?.id ?? [])
    const mentors = given ?? line.mentors.map(({ id }) => id)
    const people = [...new Set([...awaited(line), ...mentors, line.supervisor])]
    const host = { role: 'hrOfficer', partner: state.partner }
    const persons = [...people.map((person) => ({ person })), host]
    return { type: 'inform', persons, template, data: { line: line.code, ...data } }
  })
}

/** Issued papers that no longer say how it is: revoked as a whole, or for the lines they no longer speak of. */
function revocations(state: CycleState, reason: string): EffectSpec[] {
  const papers = ('papers' in state ? state.papers : []).flatMap((paper): Revocation[] => {
    if (paper.state !== 'issued' || !isAtWork(state)) return []
    const codes = Object.keys(paper.lines)
    const lines = codes.filter((code) => !countsFor(state, paper, code))
    if (lines.length === 0) return []
    const { instance, edition } = paper
    return [{ instance, edition, lines, whole: lines.length === codes.length }]
  })
  return papers.length === 0 ? [] : [{ type: 'revoke', papers, reason }]
}

/** Who does not practise any more gives back what was made out to him alone. */
function ownPapersOf(
  state: CycleState,
  { line, trainee, outcome, reason }: Extract<CycleEvent, { type: 'placementEnded' }>,
): EffectSpec[] {
  if (!isAtWork(state)) return []
  const own = new Set(state.policy.pack.flatMap((paper) => (paper.forEachTrainee ? [paper.kind] : [])))
  const papers = state.papers.flatMap(({ instance, edition, lines, state: is }): Revocation[] =>
    is === 'issued' && own.has(instance.split('@')[0] ?? '') && lines[line] !== undefined
      ? [{ instance, edition, lines: [line], whole: false, subject: trainee }]
      : [],
  )
  return papers.length === 0 ? [] : [{ type: 'revoke', papers, reason: reason ?? outcome }]
}

const linesIn = (state: CycleState, codes: string[]): Line[] =>
  state.lines.filter(({ code }) => codes.includes(code))

/** Nobody to tell is nothing to do. */
const told = (effect: Extract<EffectSpec, { type: 'tell' }>): EffectSpec[] =>
  effect.messages.length === 0 ? [] : [effect]

function beginPlacements(state: CycleState, codes: string[], ready: boolean): Telling[] {
  const assigned = assignMentors(state.lines)
  return state.lines
    .filter(({ code }) => codes.includes(code))
    .flatMap((line) =>
      line.trainees.map((trainee, n): Telling => {
        const id = placementId(state.id, line.code, n)
        const mentor = assigned.find((row) => row.line === line.code && row.trainee === trainee)?.mentor ?? ''
        return {
          to: `placement/${id}`,
          kind: 'placement',
          begin: { ...placementInput(state, line, trainee, n, id, mentor), ready },
        }
      }),
    )
}

function placementInput(
  state: CycleState,
  line: Line,
  trainee: string,
  n: number,
  id: string,
  mentor: string,
): Data {
  return {
    id,
    code: placementCode(state, line, n),
    cycle: state.id,
    partner: state.partner,
    administrator: state.administrator,
    language: state.language,
    trainee,
    line: line.code,
    site: line.site,
    mentor,
    supervisor: line.supervisor,
    start: line.start,
    end: line.end,
    weeks: weeksOf(line),
    finalYear: line.finalYear,
    graduation: line.graduation,
  }
}

function toPlacements(
  state: CycleState,
  lines: Line[],
  command: (trainee: string) => { type: string; data: Data },
): Extract<EffectSpec, { type: 'tell' }> {
  const messages = lines.flatMap((line) =>
    expected(line).map((n): Telling => {
      const to = `placement/${placementId(state.id, line.code, n)}`
      return { to, kind: 'placement', command: command(line.trainees[n] ?? '') }
    }),
  )
  return { type: 'tell', messages }
}
