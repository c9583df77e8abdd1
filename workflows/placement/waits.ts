import { lastDayOfWeek } from '../durable/days.ts'
import type { Owner, Wait } from '../durable/types.ts'
import { diaryTasks, task } from './diary.ts'
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
          task('evaluate', 'evaluateTrainee', { person: state.mentor }, due, 'standard', {
            trainee: state.trainee,
          }),
        )
      }
      if (!state.reported) {
        found.push(
          task('report', 'submitReport', trainee, { days: policy.reportDays, from: state.end }, 'standard'),
        )
      }
      // With both there the cycle calls the defence.
      return found
    }
    case 'completed':
    case 'partiallyCompleted': {
      if (state.asking !== null) {
        const data = { months: state.asking }
        return [
          task(
            `answer.${state.asking}`,
            'answerFollowUp',
            trainee,
            { days: policy.followUpDays },
            'weekly',
            data,
          ),
          { wait: 'alarm', key: `lapse.${state.asking}`, due: { days: policy.followUpLapseDays } },
        ]
      }
      if (state.analysing) {
        const owner: Owner = { role: 'hrOfficer', partner: state.partner }
        return [
          task('analysis', 'analysePerformance', owner, { days: policy.analysisDays }, 'standard', {
            trainee: state.trainee,
          }),
          {
            wait: 'alarm',
            key: 'analysisLapse',
            due: { days: policy.analysisDays + policy.followUpLapseDays },
          },
        ]
      }
      const next = state.months[0]
      return next === undefined
        ? []
        : [{ wait: 'alarm', key: `followUp.${next}`, due: { months: next, from: state.graduation } }]
    }
    case 'didNotShow':
    case 'withdrawn':
      return []
  }
}
