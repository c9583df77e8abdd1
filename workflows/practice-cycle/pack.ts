import { addDays } from '../durable/days.ts'
import type { Day, Task } from '../durable/types.ts'
import type { AtWork, CycleState, Line, PackPaper } from './state.ts'

/** One paper of the pack for one scope: the cycle, a wave, or a site within a wave. */
export interface Instance {
  key: string
  paper: PackPaper
  wave: Day | null
  site: string | null
  lines: Line[]
}

export function instances(state: CycleState): Instance[] {
  const waves = [...new Set(state.lines.map((line) => line.wave))].sort()
  return state.policy.pack.flatMap((paper) => {
    if (paper.per === 'cycle') return [{ key: paper.kind, paper, wave: null, site: null, lines: state.lines }]
    return waves.flatMap((wave): Instance[] => {
      const lines = state.lines.filter((line) => line.wave === wave)
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

/** What stands before this paper: the needed papers of the same scope or of a wider one. */
function prerequisites(all: Instance[], instance: Instance): Instance[] {
  return all.filter(
    (other) =>
      instance.paper.needs.includes(other.paper.kind) &&
      (other.wave === null || other.wave === instance.wave) &&
      (other.site === null || instance.site === null || other.site === instance.site),
  )
}

/** The papers whose turn it is. */
export function openInstances(state: CycleState & AtWork): Instance[] {
  const all = instances(state)
  return all.filter(
    (instance) =>
      state.papers[instance.key] === undefined &&
      prerequisites(all, instance).every((before) => state.papers[before.key] === 'issued') &&
      (instance.paper.gate || instance.lines.some((line) => line.gate === 'open')),
  )
}

/** The gate papers a line still lacks. */
export function missingFor(state: CycleState & AtWork, line: Line): string[] {
  return instances(state)
    .filter(({ paper, lines }) => paper.gate && lines.some(({ code }) => code === line.code))
    .filter(({ key }) => state.papers[key] !== 'issued')
    .map(({ key }) => key)
}

export function issueTask(state: CycleState, instance: Instance): Task {
  const { paper } = instance
  const start = instance.wave ?? state.lines.map((line) => line.wave).sort()[0] ?? state.validFrom
  const site = instance.lines[0]?.site ?? ''
  return {
    wait: 'task',
    key: `issue.${instance.key}`,
    kind: 'issuePaper',
    owner: paper.side === 'partner' ? { role: paper.owner, partner: state.partner } : { role: paper.owner },
    due: { on: addDays(start, paper.dueDays) },
    ladder: 'paper',
    data: {
      paper: paper.kind,
      start,
      site: instance.site === null ? '' : site,
      side: paper.side,
      instance: instance.key,
    },
  }
}

export interface Assignment {
  line: string
  trainee: string
  mentor: string
}

/**
 * Trainees to mentors, evenly and never above a mentor's limit as long as any arrangement allows it: who finds every
 * mentor full makes another line's trainee change to a mentor with room. `mentor` is empty where there is no place.
 */
export function assignMentors(lines: Line[]): Assignment[] {
  const seats = new Map<string, { line: Line; assignment: Assignment }[]>()
  const seatsOf = (line: Line, mentor: string) => {
    const key = `${line.wave} ${mentor}`
    const found = seats.get(key) ?? []
    seats.set(key, found)
    return found
  }
  const place = (line: Line, assignment: Assignment, full: Set<string>): boolean => {
    const mentors = line.mentors.filter(({ id }) => !full.has(id))
    const free = mentors.filter(({ id, max }) => seatsOf(line, id).length < max)
    const least = free.sort((a, b) => seatsOf(line, a.id).length - seatsOf(line, b.id).length)[0]
    if (least !== undefined) {
      assignment.mentor = least.id
      seatsOf(line, least.id).push({ line, assignment })
      return true
    }
    for (const { id } of mentors) {
      full.add(id)
      const taken = seatsOf(line, id)
      // One of each line is enough to ask: its trainees can all go to the same mentors.
      const asked = new Set<string>()
      for (const seat of [...taken]) {
        if (asked.has(seat.line.code)) continue
        asked.add(seat.line.code)
        if (!place(seat.line, seat.assignment, full)) continue
        taken.splice(taken.indexOf(seat), 1)
        assignment.mentor = id
        taken.push({ line, assignment })
        return true
      }
    }
    return false
  }
  return lines.flatMap((line) =>
    line.trainees.map((trainee) => {
      const assignment: Assignment = { line: line.code, trainee, mentor: '' }
      place(line, assignment, new Set())
      return assignment
    }),
  )
}
