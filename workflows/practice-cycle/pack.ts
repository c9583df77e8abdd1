import { addDays } from '../durable/days.ts'
import { sumOf } from '../durable/sum.ts'
import type { Day, Task } from '../durable/types.ts'
import type { AtWork, Common, CycleState, Issue, Line, PackPaper, Plan } from './state.ts'

/** One paper of the pack for one scope: the cycle, a wave, or a site within a wave. */
export interface Instance {
  key: string
  paper: PackPaper
  wave: Day | null
  site: string | null
  lines: Line[]
}

/** What an instance is a paper of: its key begins with it. */
export const kindOf = (instance: string): string => instance.split('@')[0] ?? ''

const needs = ({ practiceTypes }: PackPaper, practiceType: string): boolean =>
  practiceTypes === undefined || practiceTypes.includes(practiceType)

export function instances(state: CycleState): Instance[] {
  const standing = state.lines.filter(({ step }) => step !== 'dropped')
  const waves = [...new Set(standing.map((line) => line.wave))].sort()
  return state.policy.pack.flatMap((paper) => {
    const needing = standing.filter(({ practiceType }) => needs(paper, practiceType))
    if (needing.length === 0) return []
    if (paper.per === 'cycle') return [{ key: paper.kind, paper, wave: null, site: null, lines: needing }]
    return waves.flatMap((wave): Instance[] => {
      const lines = needing.filter((line) => line.wave === wave)
      if (lines.length === 0) return []
      if (paper.per === 'wave') return [{ key: `${paper.kind}@${wave}`, paper, wave, site: null, lines }]
      const sites = [...new Set(lines.map((line) => line.site))]
      return sites.map((site) => ({
        key: `${paper.kind}@${wave}@${site}`,
        paper,
        wave,
        site,
        lines: lines.filter((line) => line.site === site),
      }))
    })
  })
}

/** Year and number under which an employer registers an order; null for what is no order of its own. */
export const orderNumber = (instance: string, number: string, date: Day): string | null =>
  number !== '' && instance.startsWith('order') ? `${date.slice(0, 4)} ${number}` : null

/** A line is never changed, only replaced: what was found of one holds as long as it is there. */
const MADE_FOR = new WeakMap<Plan, string>()

/** What papers say of a line, in short: a sum of its dates as they stand, its site, people and mentors. */
export function madeFor(line: Plan): string {
  const known = MADE_FOR.get(line)
  if (known !== undefined) return known
  const made = summaryOf(line)
  MADE_FOR.set(line, made)
  return made
}

function summaryOf(line: Plan): string {
  const { start, end, site, supervisor, trainees, mentors } = line
  return sumOf([start, end, site, supervisor, ...trainees, '', ...mentors.map(({ id }) => id)].join(' '))
}

/** The line is still what the paper was made for, and no later edition speaks of it. */
export function countsFor(state: Common & AtWork, paper: Issue, code: string): boolean {
  const line = state.lines.find((one) => one.code === code)
  if (line === undefined || line.step === 'dropped' || paper.lines[code] !== madeFor(line)) return false
  return !state.papers.some(
    (other) =>
      other.instance === paper.instance &&
      other.edition > paper.edition &&
      other.state === 'issued' &&
      other.lines[code] !== undefined,
  )
}

const has = (state: Common & AtWork, key: string, line: Line): boolean =>
  state.papers.some(
    (paper) => paper.instance === key && paper.state === 'issued' && countsFor(state, paper, line.code),
  )

/** Nobody issued it for the line as it is, and the institution waits for it no longer. */
const isForgone = (state: Common & AtWork, key: string, { code }: Line): boolean =>
  state.papers.some(
    (paper) => paper.instance === key && paper.state === 'forgone' && countsFor(state, paper, code),
  )

/** The number of an instance's next edition. */
export const editionOf = ({ papers }: AtWork, key: string): number =>
  papers.filter(({ instance }) => instance === key).length + 1

/** Whoever comes or came to practice on it has to have the papers. */
const isToHave = (line: Line): boolean => line.step !== 'dropped' && (line.step !== 'over' || line.practised)

const lacking = (state: Common & AtWork, { key, lines }: Instance): Line[] =>
  lines.filter((line) => isToHave(line) && !has(state, key, line))

/** The lines a paper is still to be made for. */
export function lackingIn(state: Common & AtWork, key: string): Line[] {
  const instance = instances(state).find((one) => one.key === key)
  return instance === undefined ? [] : lacking(state, instance)
}

/** What stands before this paper: the needed papers of the same scope or of a wider one, where there are such papers. */
function prerequisites(all: Instance[], instance: Instance): Instance[] {
  return all.filter(
    (other) =>
      instance.paper.needs.includes(other.paper.kind) &&
      (other.wave === null || other.wave === instance.wave) &&
      (other.site === null || instance.site === null || other.site === instance.site),
  )
}

/** The papers whose turn it is, each with the lines it is to be made for. */
export function openInstances(state: Common & AtWork): Instance[] {
  const all = instances(state)
  return all.flatMap((instance) => {
    const lines = lacking(state, instance).filter((line) => !isForgone(state, instance.key, line))
    const issuing = state.papers.some((paper) => paper.instance === instance.key && paper.state === 'issuing')
    const turn =
      !issuing &&
      lines.length > 0 &&
      prerequisites(all, instance).every((before) =>
        before.lines.every(
          (line) =>
            !lines.includes(line) || has(state, before.key, line) || isForgone(state, before.key, line),
        ),
      ) &&
      (instance.paper.gate || lines.some(({ step }) => step === 'practising' || step === 'over'))
    return turn ? [{ ...instance, lines }] : []
  })
}

/** The gate papers a line still lacks. */
export function missingFor(state: Common & AtWork, line: Line): string[] {
  return instances(state)
    .filter(({ paper, lines }) => paper.gate && lines.some(({ code }) => code === line.code))
    .filter(({ key }) => isToHave(line) && !has(state, key, line))
    .map(({ key }) => key)
}

const ISSUE = 'issue.'
const AGAIN = '#'

/** The instance a paper's task is about. */
export const instanceOf = (key: string): string => key.slice(ISSUE.length).split(AGAIN)[0] ?? ''

export function issueTask(state: Common & AtWork, instance: Instance): Task {
  const { paper, key } = instance
  const [start = state.validFrom] = instance.lines.map((line) => line.start).sort()
  const site = instance.lines[0]?.site ?? ''
  const edition = editionOf(state, key)
  // A start that moved, or an edition that follows, is another occasion: the old task and its reminders go.
  const again =
    edition === 1 && start === (instance.wave ?? firstOf(state)) ? '' : `${AGAIN}${start}.${edition}`
  return {
    wait: 'task',
    key: `${ISSUE}${key}${again}`,
    kind: 'issuePaper',
    owner: paper.side === 'partner' ? { role: paper.owner, partner: state.partner } : { role: paper.owner },
    due: { on: addDays(start, paper.dueDays) },
    ladder: 'paper',
    data: {
      paper: paper.kind,
      start,
      site: instance.site === null ? '' : site,
      side: paper.side,
      instance: key,
    },
  }
}

/** The first start of all that was planned, dropped lines included: it stays what it is when lines go. */
const firstOf = ({ lines }: CycleState): Day | undefined => lines.map(({ wave }) => wave).sort()[0]

export interface Assignment {
  line: string
  trainee: string
  mentor: string
}

interface Seat {
  line: Line
  assignment: Assignment
  /** Named in an order already. */
  fixed?: true
}

/** The most trainees of a mentor on any one day of a line's period. */
function load(taken: Seat[], line: Line): number {
  const others = taken.filter((seat) => seat.line.start <= line.end && seat.line.end >= line.start)
  const days = [...new Set(others.map((seat) => seat.line.start)), line.start]
  const on = (day: Day): number =>
    others.filter((seat) => seat.line.start <= day && seat.line.end >= day).length
  return Math.max(0, ...days.map(on))
}

/**
 * Trainees to mentors, evenly and never above a mentor's limit as long as any arrangement allows it: who finds every
 * mentor full makes another line's trainee change to a mentor with room. `mentor` is empty where there is no place.
 * Whose placement has begun keeps the mentor of the order, as long as that one still has room for him.
 */
export function assignMentors(all: Line[]): Assignment[] {
  const lines = all.filter(({ step }) => step !== 'dropped')
  const seats = new Map<string, Seat[]>()
  const seatsOf = (mentor: string): Seat[] => {
    const found = seats.get(mentor) ?? []
    seats.set(mentor, found)
    return found
  }
  const place = (line: Line, assignment: Assignment, full: Set<string>): boolean => {
    const mentors = line.mentors.filter(({ id }) => !full.has(id))
    const loads = mentors.map(({ id, max }) => ({ id, max, now: load(seatsOf(id), line) }))
    const least = loads.filter(({ now, max }) => now < max).sort((a, b) => a.now - b.now)[0]
    if (least !== undefined) {
      assignment.mentor = least.id
      seatsOf(least.id).push({ line, assignment })
      return true
    }
    for (const { id, max } of mentors) {
      full.add(id)
      const taken = seatsOf(id)
      // One of each line is enough to ask: its trainees can all go to the same mentors.
      const asked = new Set<string>()
      for (const seat of [...taken]) {
        if (seat.fixed || asked.has(seat.line.code)) continue
        asked.add(seat.line.code)
        if (!place(seat.line, seat.assignment, full)) continue
        taken.splice(taken.indexOf(seat), 1)
        if (load(taken, line) >= max) continue
        assignment.mentor = id
        taken.push({ line, assignment })
        return true
      }
    }
    return false
  }
  const keep = (line: Line, assignment: Assignment, position: number): void => {
    const mentor = line.mentors[position]
    if (mentor === undefined || load(seatsOf(mentor.id), line) >= mentor.max) return
    assignment.mentor = mentor.id
    seatsOf(mentor.id).push({ line, assignment, fixed: true })
  }
  const assigned = lines.map((line) =>
    line.trainees.map((trainee): Assignment => ({ line: line.code, trainee, mentor: '' })),
  )
  const each = (visit: (line: Line, assignment: Assignment, n: number) => void): void => {
    for (const [k, line] of lines.entries()) {
      for (const [n, assignment] of (assigned[k] ?? []).entries()) visit(line, assignment, n)
    }
  }
  each((line, assignment, n) => {
    if (line.given !== undefined) keep(line, assignment, line.given[n] ?? -1)
  })
  each((line, assignment) => {
    if (line.given === undefined) place(line, assignment, new Set())
  })
  return assigned.flat()
}

/** The mentors a line's trainees begin with, by their positions in the line. */
export function mentorsGiven(lines: Line[], line: Line): number[] {
  return assignMentors(lines)
    .filter((row) => row.line === line.code)
    .map(({ mentor }) => line.mentors.findIndex(({ id }) => id === mentor))
}
