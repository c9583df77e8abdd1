import { addDays, lastDayOfWeek } from '../durable/days.ts'
import type { Data, Due, Owner, Task, Wait } from '../durable/types.ts'
import { issueTask, openInstances } from './pack.ts'
import { weeksOf } from './planning.ts'
import type { AtWork, Common, CycleState, Line } from './state.ts'
import { expected } from './trainees.ts'

export function waits(state: CycleState): Wait[] {
  const admin: Owner = { person: state.administrator }
  switch (state.stage) {
    case 'planning': {
      if (state.loading) return []
      const data = {
        lines: state.lines.length,
        conflicts: state.conflicts.length,
        academicYear: state.academicYear,
      }
      const due = { workingDays: state.policy.planningWorkingDays }
      return [task(`plan.${state.plan}`, 'confirmSchedule', admin, due, 'standard', data)]
    }
    case 'ordering':
    case 'ready':
    case 'running': {
      const papers = state.agreed
        ? openInstances(state).map((instance) => issueTask(state, instance))
        : [agree(state)]
      return [...papers, ...state.lines.flatMap((line) => lineWaits(state, line, admin)), stillness(state)]
    }
    case 'closing':
      return [
        ...openInstances(state).map((instance) => issueTask(state, instance)),
        task('close.1', 'closeCycle', admin, { workingDays: state.policy.closingWorkingDays }, 'standard', {
          academicYear: state.academicYear,
        }),
      ]
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

/** Stands for "the placements are at work" where nothing of the cycle's own is awaited. */
const stillness = (state: Common): Wait => {
  const last =
    state.lines
      .map(({ end }) => end)
      .sort()
      .at(-1) ?? state.validTo
  return { wait: 'alarm', key: `still.${last}`, due: { days: 60, from: last } }
}

function lineWaits(state: Common & AtWork, line: Line, admin: Owner): Wait[] {
  const { policy } = state
  if (line.gate === 'closed') {
    return [
      { wait: 'alarm', key: `start.${line.code}.${line.start}`, due: { on: line.start }, hour: 'morning' },
    ]
  }
  if (line.gate === 'deciding') {
    const due = { workingDays: policy.gateWorkingDays }
    return [
      task(`gate.${line.code}.${state.plan}.${line.decisions}`, 'decideGate', admin, due, 'short', {
        line: line.code,
        start: line.start,
      }),
    ]
  }
  if (expected(state, line).length === 0) return []
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
  for (const asked of line.asked) {
    const ended = lastDayOfWeek(line, asked)
    const owner: Owner = { role: 'hrOfficer', partner: state.partner }
    const due: Due = { workingDays: policy.attendanceWorkingDays, from: ended }
    const data = { line: line.code, week: asked, ended }
    found.push(task(`attendance.${line.code}.${asked}`, 'confirmAttendance', owner, due, 'weekly', data))
    const alert = { days: policy.attendanceAlertDays, from: ended }
    found.push({ wait: 'alarm', key: `missing.${line.code}.${asked}`, due: alert })
  }
  if (line.defence === 'none') {
    found.push({
      wait: 'alarm',
      key: `latest.${line.code}`,
      due: { on: addDays(line.end, policy.defenceLatestDays) },
    })
  }
  if (line.defence === 'due') {
    const due: Due = { on: addDays(line.end, policy.defenceDays) }
    const data = { line: line.code, trainees: line.trainees.length }
    found.push(
      task(`defence.${line.code}`, 'recordDefence', { person: line.supervisor }, due, 'standard', data),
    )
  }
  return found
}

function task(key: string, kind: string, owner: Owner, due: Due, ladder: string, data: Data): Task {
  return { wait: 'task', key, kind, owner, due, ladder, data }
}
