import { addDays, lastDayOfWeek } from '../durable/days.ts'
import type { Data, Due, Holders, Owner, Task, Wait } from '../durable/types.ts'
import { LATE } from '../durable/weeks.ts'
import { issueTask, openInstances } from './pack.ts'
import { weeksOf } from './planning.ts'
import { stageOf, stands } from './stage.ts'
import type { AtWork, Common, CycleState, Line, Practising } from './state.ts'

export function waits(state: CycleState): Wait[] {
  const admin: Owner = { person: state.administrator }
  switch (state.stage) {
    case 'planning': {
      if (state.loading) return []
      const data = {
        lines: state.lines.filter(stands).length,
        conflicts: state.conflicts.length,
        academicYear: state.academicYear,
      }
      const due = { workingDays: state.policy.planningWorkingDays }
      return [task(`plan.${state.plan}`, 'confirmSchedule', admin, due, 'standard', data)]
    }
    case 'atWork': {
      const papers = state.agreed
        ? openInstances(state).map((instance) => issueTask(state, instance))
        : [agree(state)]
      if (stageOf(state) !== 'closing')
        return [...papers, ...state.lines.flatMap((line) => lineWaits(state, line, admin))]
      const due = { workingDays: state.policy.closingWorkingDays }
      const data = { academicYear: state.academicYear }
      return [...papers, task('close.1', 'closeCycle', admin, due, 'standard', data)]
    }
    case 'closed':
    case 'cancelled':
      return []
  }
}

function agree(state: Common & AtWork): Task {
  const due = { workingDays: state.policy.agreeWorkingDays }
  const owner = { role: 'hrOfficer', partner: state.partner }
  const data = { academicYear: state.academicYear }
  return task(`agree.${state.plan}`, 'agreeSchedule', owner, due, 'short', data)
}

function lineWaits(state: Common & AtWork, line: Line, admin: Owner): Wait[] {
  switch (line.step) {
    case 'planned':
      return [
        { wait: 'alarm', key: `start.${line.code}.${line.start}`, due: { on: line.start }, hour: 'morning' },
      ]
    case 'deciding': {
      const due = { workingDays: state.policy.gateWorkingDays }
      return [
        task(`gate.${line.code}.${state.plan}.${line.decisions}`, 'decideGate', admin, due, 'short', {
          line: line.code,
          start: line.start,
          conflicts: line.refused,
        }),
      ]
    }
    case 'practising':
      return practiceWaits(state, line)
    // The site is asked about the new dates; its answer comes by itself.
    case 'moving':
    case 'over':
    case 'dropped':
      return []
  }
}

function practiceWaits(state: Common & AtWork, line: Line & Practising): Wait[] {
  const { policy } = state
  const found: Wait[] = []
  const week = line.week + 1
  if (week <= weeksOf(line)) {
    found.push({
      wait: 'alarm',
      key: `week.${line.code}.${week}`,
      due: { on: lastDayOfWeek(line, week) },
      hour: 'evening',
    })
  }
  found.push(...attendanceWaits(state, line))
  // Looked for when the last week is over: before that it could only be too early.
  if (line.defence === 'none' && week > weeksOf(line)) {
    found.push({
      wait: 'alarm',
      key: `latest.${line.code}`,
      due: { on: addDays(line.end, policy.defenceLatestDays) },
    })
  }
  if (line.defence === 'due') {
    const due: Due = { on: addDays(line.end, policy.defenceDays) }
    const data = { line: line.code, trainees: line.trainees.length }
    const supervisor = task(
      `defence.${line.code}`,
      'recordDefence',
      { person: line.supervisor },
      due,
      'standard',
      data,
    )
    found.push({ ...supervisor, holders: SUPERVISORS })
  }
  return found
}

/**
 * Months of silence are one task for all weeks that are missing, opened anew with each of them. The supervisor is told
 * of every week all the same.
 */
function attendanceWaits(state: Common, line: Line & Practising): Wait[] {
  const { policy } = state
  const found: Wait[] = []
  const { asked } = line
  if (asked.length > 0) {
    const owner: Owner = { role: 'hrOfficer', partner: state.partner }
    const due: Due = { workingDays: policy.attendanceWorkingDays, from: lastDayOfWeek(line, line.week) }
    const data = { line: line.code, weeks: asked, ended: lastDayOfWeek(line, asked[0] ?? 1) }
    const key = `attendance.${line.code}.${line.week}.${asked.length}`
    const ladder = asked.length > 1 && line.week < weeksOf(line) ? LATE : 'weekly'
    // With the defence at the latest nobody is asked for it any more.
    found.push({ ...task(key, 'confirmAttendance', owner, due, ladder, data), lapses: true })
  }
  const alert = line.asked.find((one) => one > (line.alerted ?? 0))
  if (alert !== undefined) {
    const due: Due = { days: policy.attendanceAlertDays, from: lastDayOfWeek(line, alert) }
    found.push({ wait: 'alarm', key: `missing.${line.code}.${alert}`, due })
  }
  return found
}

const SUPERVISORS: Holders = { roles: ['practiceSupervisor'], side: null }
const ADMINISTRATORS: Holders = { roles: ['administrator'], side: null }

/** What is the administrator's own may be passed on to another one. */
function task(key: string, kind: string, owner: Owner, due: Due, ladder: string, data: Data): Task {
  const holders = 'person' in owner ? { holders: ADMINISTRATORS } : {}
  return { wait: 'task', key, kind, owner, due, ladder, data, ...holders }
}
