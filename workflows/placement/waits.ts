import { lastDayOfWeek } from '../durable/days.ts'
import type { Owner, Wait } from '../durable/types.ts'
import { byMentor, diaryTasks, task } from './diary.ts'
import type { PlacementState } from './state.ts'

type State = PlacementState

export function waits(state: State): Wait[] {
  const trainee: Owner = { person: state.trainee }
  const { policy } = state
  switch (state.stage) {
    case 'assigned':
    case 'ready':
      // The cycle makes it ready and starts it.
      return []
    case 'running': {
      const found: Wait[] = [
        ...diaryTasks(state),
        { wait: 'alarm', key: 'end', due: { on: state.end }, hour: 'evening' },
      ]
      const week = state.week + 1
      if (week <= state.weeks) {
        found.push({
          wait: 'alarm',
          key: `week.${week}`,
          due: { on: lastDayOfWeek(state, week) },
          hour: 'evening',
        })
      }
      return found
    }
    case 'evaluating': {
      const found: Wait[] = diaryTasks(state)
      if (!state.evaluated) {
        const due = { workingDays: policy.evaluationWorkingDays }
        found.push(
          byMentor(
            state,
            task('evaluate', 'evaluateTrainee', { person: state.mentor }, due, 'standard', {
              trainee: state.trainee,
            }),
          ),
        )
      }
      if (!state.reported) {
        found.push(
          task('report', 'submitReport', trainee, { days: policy.reportDays, from: state.end }, 'standard', {
            trainee: state.trainee,
          }),
        )
      }
      // With both there the cycle calls the defence.
      return found
    }
    case 'completed':
    case 'partiallyCompleted': {
      const found: Wait[] = []
      if (state.asking !== null) {
        const data = { months: state.asking, trainee: state.trainee }
        const due = { days: policy.followUpDays }
        const answer = task(`answer.${state.asking}`, 'answerFollowUp', trainee, due, 'weekly', data)
        found.push(answer)
        found.push({ wait: 'alarm', key: `lapse.${state.asking}`, due: { days: policy.followUpLapseDays } })
      }
      if (state.analysing) {
        const owner: Owner = { role: 'hrOfficer', partner: state.partner }
        const due = { days: policy.analysisDays }
        found.push(task('analysis', 'analysePerformance', owner, due, 'standard', { trainee: state.trainee }))
        const lapse = { days: policy.analysisDays + policy.followUpLapseDays }
        found.push({ wait: 'alarm', key: 'analysisLapse', due: lapse })
      }
      const next = state.months[0]
      if (next !== undefined && state.asking === null) {
        found.push({ wait: 'alarm', key: `followUp.${next}`, due: { months: next, from: state.graduation } })
      }
      return found
    }
    case 'didNotShow':
    case 'withdrawn':
      return []
  }
}
