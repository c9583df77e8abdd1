import { addDays } from '../durable/days.ts'
import type { Command, Core, Data, Instant, Refusal } from '../durable/types.ts'
import { assertNever, refuse } from '../durable/types.ts'
import { effects, placementId } from './effects.ts'
import { instanceOf, instances, missingFor } from './pack.ts'
import { conflictsOf, decidePlanning, postpone } from './planning.ts'
import type { AtWork, Common, CycleEvent, CycleState, Line, Result } from './state.ts'
import { expected } from './trainees.ts'
import { waits } from './waits.ts'

type State = CycleState
type Event = CycleEvent

function begin(input: Data): Event[] {
  return [{ type: 'begun', ...(input as unknown as Omit<Extract<Event, { type: 'begun' }>, 'type'>) }]
}

const isAtWork = (state: State): state is Common & AtWork =>
  state.stage === 'ordering' ||
  state.stage === 'ready' ||
  state.stage === 'running' ||
  state.stage === 'closing'

function decide(state: State, command: Command, at: Instant): Event[] | Refusal {
  const data = command.data
  switch (command.type) {
    case 'complete':
      return decideTask(state, command, at)
    case 'answered': {
      if (state.stage !== 'planning' || !state.loading) return []
      const lines = data.lines as unknown as Line[]
      return [{ type: 'planned', lines, conflicts: conflictsOf(state, lines) }]
    }
    case 'placesFreed':
      return state.stage === 'planning' && state.conflicts.length > 0 ? [{ type: 'replanAsked' }] : []
    case 'papersIssued':
      return isAtWork(state) ? papersIssued(state, data) : []
    case 'alarm':
      return isAtWork(state) ? alarm(state, String(data.key)) : []
    case 'traineeReady': {
      const line = lineOf(state, String(data.line))
      if (!isAtWork(state) || line === undefined) return []
      const trainee = String(data.trainee)
      const position = line.trainees.indexOf(trainee)
      if (line.ready.includes(position) || line.defence !== 'none') return []
      const event: Event = { type: 'traineeReady', line: line.code, trainee }
      const waiting = expected(state, line).filter((n) => n !== position && !line.ready.includes(n))
      return waiting.length === 0 ? [event, { type: 'defenceDue', line: line.code }] : [event]
    }
    case 'placementEnded':
      return isAtWork(state) ? placementEnded(state, data) : []
    case 'cancel':
      return cancel(state, command)
    default:
      return refuse('commandUnknown', { type: command.type })
  }
}

const lineOf = (state: State, code: string): Line | undefined =>
  state.lines.find((line) => line.code === code)

/** Trainees of a line whose placement has no outcome yet. */
const active = (state: State, line: Line): string[] =>
  expected(state, line).map((n) => line.trainees[n] ?? '')

function decideTask(state: State, command: Command, at: Instant): Event[] | Refusal {
  const data = command.data
  const { name, code: first, last } = partsOf(command.task ?? '')
  if (state.stage === 'planning') return decidePlanning(state, command)
  if (!isAtWork(state)) return refuse('wrongStage', { stage: state.stage })
  const line = lineOf(state, first)
  switch (name) {
    case 'agree':
      if (data.decision === 'agree') return [{ type: 'scheduleAgreed' }]
      // What has been let in by exception cannot be planned anew.
      if (state.stage !== 'ordering') return refuse('wrongStage', { stage: state.stage })
      return [{ type: 'scheduleObjected', remarks: String(data.remarks) }]
    case 'issue':
      return order(state, instanceOf(command.task ?? ''), data, at)
    case 'gate':
      return line === undefined ? refuse('lineUnknown', { line: first }) : decideGate(state, line, data, at)
    case 'attendance': {
      if (line === undefined) return refuse('lineUnknown', { line: first })
      const absent = (data.absent ?? []) as unknown as { trainee: string; days: number }[]
      const didNotShow = (data.didNotShow ?? []) as string[]
      const named = [...absent.map(({ trainee }) => trainee), ...didNotShow]
      const stranger = named.find((trainee) => !line.trainees.includes(trainee))
      if (stranger !== undefined) return refuse('traineeUnknown')
      return [{ type: 'attendanceConfirmed', line: line.code, week: Number(last), absent, didNotShow }]
    }
    case 'defence':
      return line === undefined
        ? refuse('lineUnknown', { line: first })
        : decideDefence(state, line, data, at)
    case 'close':
      return [{ type: 'closed', report: String(data.report) }]
    default:
      return refuse('decisionUnknown', { decision: data.decision ?? '' })
  }
}

/** Each side issues only its own paper; the employer types its own number and date. */
function order(state: Common & AtWork, key: string, data: Data, at: Instant): Event[] | Refusal {
  const instance = instances(state).find((candidate) => candidate.key === key)
  if (instance === undefined) return refuse('paperUnknown')
  const partner = instance.paper.side === 'partner'
  if (partner && (data.number === undefined || data.date === undefined)) return refuse('numberRequired')
  if (!partner && data.number !== undefined) return refuse('numberNotYours')
  // A day of slack: in the institution's zone the next day may have begun.
  if (partner && String(data.date) > addDays(at.slice(0, 10), 1))
    return refuse('dateInFuture', { date: data.date ?? '' })
  const { decision: _d, number, date, ...details } = data
  return [
    { type: 'paperOrdered', instance: key, number: String(number ?? ''), date: String(date ?? ''), details },
  ]
}

function papersIssued(state: Common & AtWork, data: Data): Event[] {
  const papers = data.papers as { kind: string; document: string; number: string; instance: string }[]
  const first = papers[0]
  if (first === undefined) return []
  const issued: Event = {
    type: 'paperIssued',
    instance: first.instance,
    kind: first.kind,
    document: first.document,
    number: first.number,
    copies: papers.length,
  }
  const after = evolve(state, issued)
  // A paper outside the pack, the protocol of a defence: nothing waits for it.
  if (first.instance === '' || !isAtWork(after)) return [issued]
  const complete =
    after.stage === 'ordering' && after.lines.every((line) => missingFor(after, line).length === 0)
  const begun = after.lines.filter((line) => line.begun).map(({ code }) => code)
  const late = after.lines.filter((line) => line.gate === 'deciding' && missingFor(after, line).length === 0)
  const more: Event[] = []
  if (first.kind === 'orderAppointingMentors') {
    const wave = first.instance.split('@')[1]
    const lines = after.lines
      .filter((line) => line.wave === wave && !line.begun && !late.includes(line))
      .map(({ code }) => code)
    if (lines.length > 0) more.push({ type: 'placementsBegun', lines, ready: complete })
  }
  more.push(...late.map((line) => started(line, [], '')))
  if (complete) more.push({ type: 'packCompleted', lines: begun })
  return [issued, ...more]
}

const started = (line: Line, exception: string[], reason: string): Event => ({
  type: 'lineStarted',
  line: line.code,
  exception,
  reason,
  begins: !line.begun,
})

/** `name.code`, `name.code.last` or `name.code.plan.last`, where the code of a line may hold dots of its own. */
function partsOf(key: string): { name: string; code: string; last: string } {
  const [name = '', ...rest] = key.split('.')
  const tail = name === 'gate' ? 2 : name === 'defence' || name === 'latest' ? 0 : 1
  return { name, code: rest.slice(0, rest.length - tail).join('.'), last: rest.at(-1) ?? '' }
}

function alarm(state: Common & AtWork, key: string): Event[] {
  const { name, code, last: week } = partsOf(key)
  const line = lineOf(state, code)
  if (line === undefined) return []
  switch (name) {
    case 'start': {
      const missing = missingFor(state, line)
      return missing.length === 0
        ? [started(line, [], '')]
        : [{ type: 'gateFoundIncomplete', line: code, missing }]
    }
    case 'week':
      return [{ type: 'weekOver', line: code, week: Number(week) }]
    case 'missing':
      return [{ type: 'attendanceMissing', line: code, week: Number(week) }]
    case 'latest':
      return [{ type: 'defenceDue', line: code }]
    default:
      return []
  }
}

function decideGate(state: Common & AtWork, line: Line, data: Data, at: Instant): Event[] | Refusal {
  switch (data.decision) {
    case 'postpone':
      return postpone(state, line, data, at.slice(0, 10))
    case 'drop': {
      const placements = line.begun ? line.trainees.map((_, n) => placementId(state.id, line.code, n)) : []
      const event: Event = {
        type: 'linesDropped',
        lines: [line.code],
        reason: String(data.reason),
        placements,
      }
      if (state.lines.length === 1) return [event, { type: 'cancelled', reason: String(data.reason) }]
      const after = evolve(state, event)
      return isAtWork(after) && isOver(after) ? [event, { type: 'allPlacementsEnded' }] : [event]
    }
    case 'exception':
      return [started(line, missingFor(state, line), String(data.reason))]
    default:
      return refuse('decisionUnknown', { decision: data.decision ?? '' })
  }
}

/** Given up before any practice has started: what exists already is withdrawn, the places are free again. */
function cancel(state: State, command: Command): Event[] | Refusal {
  if (!command.by.roles.includes('administrator')) return refuse('notAllowed')
  const started = state.stage === 'running' || state.stage === 'closing'
  if (started) return refuse('wrongStage', { stage: state.stage })
  const reason = String(command.data.reason)
  const placements = state.lines.flatMap((line) =>
    line.begun ? line.trainees.map((_, n) => placementId(state.id, line.code, n)) : [],
  )
  const lines = state.lines.map(({ code }) => code)
  return [
    { type: 'linesDropped', lines, reason, placements },
    { type: 'cancelled', reason },
  ]
}

/** Every line has been at practice and every placement has an outcome. */
const isOver = (state: Common & AtWork): boolean =>
  state.lines.every((line) => line.begun && active(state, line).length === 0)

function decideDefence(state: Common & AtWork, line: Line, data: Data, at: Instant): Event[] | Refusal {
  // A day of slack: in the institution's zone the next day may have begun.
  if (String(data.on) > addDays(at.slice(0, 10), 1)) return refuse('dateInFuture', { date: data.on ?? '' })
  const results = data.results as unknown as Result[]
  const absent = (data.absent ?? []) as string[]
  const awaited = active(state, line)
  const named = [...results.map(({ trainee }) => trainee), ...absent]
  if (named.some((trainee) => !awaited.includes(trainee)) || new Set(named).size !== named.length) {
    return refuse('traineeUnknown')
  }
  if (named.length < awaited.length)
    return refuse('resultsIncomplete', { missing: awaited.length - named.length })
  for (const { components } of results) {
    for (const [name, max] of Object.entries(state.policy.grading)) {
      const points = components[name]
      if (points === undefined || points < 0 || points > max)
        return refuse('pointsOutOfRange', { component: name, max })
    }
    if (Object.keys(components).some((name) => state.policy.grading[name] === undefined)) {
      return refuse('componentUnknown')
    }
  }
  return [
    { type: 'defenceHeld', line: line.code, on: String(data.on), room: String(data.room), results, absent },
  ]
}

function placementEnded(state: Common & AtWork, data: Data): Event[] {
  const trainee = String(data.trainee)
  const line = lineOf(state, String(data.line))
  if (line === undefined || !active(state, line).includes(trainee)) return []
  const ended: Event = { type: 'placementEnded', line: line.code, trainee, outcome: String(data.outcome) }
  const after = evolve(state, ended)
  if (!isAtWork(after)) return [ended]
  const left = expected(after, lineOf(after, line.code) ?? line)
  const events: Event[] = [ended]
  if (line.defence === 'none' && left.length > 0 && left.every((n) => line.ready.includes(n))) {
    events.push({ type: 'defenceDue', line: line.code })
  }
  if (isOver(after) && state.stage !== 'closing') events.push({ type: 'allPlacementsEnded' })
  return events
}

function evolve(state: State | null, event: Event): State {
  if (event.type === 'begun') {
    const { type: _, ...common } = event
    return { ...common, lines: [], stage: 'planning', plan: 1, loading: true, conflicts: [] }
  }
  if (state === null) throw new Error('a practice cycle begins with begun')
  switch (event.type) {
    case 'planned':
      return state.stage === 'planning'
        ? { ...state, lines: event.lines, loading: false, conflicts: event.conflicts }
        : state
    case 'replanAsked':
      return state.stage === 'planning' ? { ...state, plan: state.plan + 1, loading: true } : state
    case 'scheduleObjected':
      return {
        ...commonOf(state),
        lines: state.lines.map((line) => ({ ...line, gate: 'closed' })),
        stage: 'planning',
        plan: planOf(state) + 1,
        loading: false,
        conflicts: [],
      }
    case 'linesDropped': {
      const lines = state.lines.filter(({ code }) => !event.lines.includes(code))
      if (state.stage !== 'planning') return { ...state, lines }
      return { ...state, lines, plan: state.plan + 1, conflicts: conflictsOf(state, lines) }
    }
    case 'scheduleConfirmed':
      return {
        ...commonOf(state),
        stage: 'ordering',
        plan: planOf(state),
        agreed: false,
        papers: {},
        outcomes: {},
      }
    case 'closed':
      return { ...commonOf(state), stage: 'closed', reason: event.report }
    case 'cancelled':
      return { ...commonOf(state), stage: 'cancelled', reason: event.reason }
    default:
      return isAtWork(state) ? evolveAtWork(state, event) : state
  }
}

type WorkEvent = Exclude<
  Event,
  {
    type:
      | 'begun'
      | 'planned'
      | 'replanAsked'
      | 'scheduleObjected'
      | 'linesDropped'
      | 'scheduleConfirmed'
      | 'closed'
      | 'cancelled'
  }
>

function evolveAtWork(state: Common & AtWork, event: WorkEvent): Common & AtWork {
  const line = (code: string, change: (line: Line) => Partial<Line>): Common & AtWork => ({
    ...state,
    lines: state.lines.map((one) => (one.code === code ? { ...one, ...change(one) } : one)),
  })
  switch (event.type) {
    case 'scheduleAgreed':
      return { ...state, agreed: true }
    case 'paperOrdered':
      return { ...state, papers: { ...state.papers, [event.instance]: 'issuing' } }
    case 'paperIssued':
      return event.instance === ''
        ? state
        : { ...state, papers: { ...state.papers, [event.instance]: 'issued' } }
    case 'packCompleted':
      return { ...state, stage: 'ready' }
    case 'placementsBegun':
      return {
        ...state,
        lines: state.lines.map((one) => (event.lines.includes(one.code) ? { ...one, begun: true } : one)),
      }
    case 'gateFoundIncomplete':
      return line(event.line, ({ decisions }) => ({ gate: 'deciding', decisions: decisions + 1 }))
    case 'linePostponed':
      return line(event.line, () => ({ gate: 'closed', start: event.start, end: event.end }))
    case 'lineStarted': {
      const started = line(event.line, () => ({ gate: 'open', exception: event.exception, begun: true }))
      return { ...started, stage: 'running' }
    }
    case 'weekOver':
      return line(event.line, ({ asked }) => ({ week: event.week, asked: [...asked, event.week] }))
    case 'attendanceConfirmed':
      return line(event.line, ({ asked }) => ({ asked: asked.filter((week) => week !== event.week) }))
    case 'attendanceMissing':
      return state
    case 'traineeReady':
      return line(event.line, ({ ready, trainees }) => ({
        ready: [...ready, trainees.indexOf(event.trainee)],
      }))
    case 'defenceDue':
      return line(event.line, () => ({ defence: 'due' }))
    case 'defenceHeld':
      return line(event.line, () => ({ defence: 'held' }))
    case 'placementEnded': {
      if (event.outcome === 'completed' || event.outcome === 'partiallyCompleted') {
        return line(event.line, ({ graded = [], trainees }) => ({
          graded: [...graded, trainees.indexOf(event.trainee)],
        }))
      }
      return { ...state, outcomes: { ...state.outcomes, [event.trainee]: event.outcome } }
    }
    case 'allPlacementsEnded':
      return { ...state, stage: 'closing' }
    default:
      return assertNever(event)
  }
}

const planOf = (state: State): number => ('plan' in state ? state.plan : 0)

function commonOf(state: State): Common {
  const {
    id,
    agreement,
    partnership,
    partner,
    academicYear,
    language,
    administrator,
    validFrom,
    validTo,
    policy,
    lines,
  } = state
  return {
    id,
    agreement,
    partnership,
    partner,
    academicYear,
    language,
    administrator,
    validFrom,
    validTo,
    policy,
    lines,
  }
}

export const practiceCycleCore: Core<State, Event> = {
  kind: 'practiceCycle',
  begin,
  decide,
  evolve,
  waits,
  effects,
  situation: (state) => {
    const ended = state.stage === 'closed' || state.stage === 'cancelled'
    return { stage: state.stage, outcome: ended ? state.stage : null, open: !ended }
  },
}
