import { addDays } from '../durable/days.ts'
import type { Data, Due, Owner, Task, Wait } from '../durable/types.ts'
import type { AttestationState, Common, ResultsRecorded } from './state.ts'

type State = AttestationState

/** The alarm of an invitation that is not answered: this and the person asked. */
export const SILENT = 'silent.'

export const missingAssessments = (state: Common & ResultsRecorded): string[] =>
  state.experts.map(({ person }) => person).filter((person) => !state.assessed.includes(person))

export function waits(state: State): Wait[] {
  const { policy, on } = state
  const data: Data = { on, session: state.code }
  switch (state.stage) {
    case 'inviting': {
      if (state.ordering) return []
      const asked = state.experts
        .filter(({ answer }) => answer === 'asked')
        .flatMap(({ person }) => invitation(policy, person, data))
      const vacant = state.vacant.map((person) => {
        const due = { workingDays: policy.replacementWorkingDays }
        return task(`replace.${person}`, 'nameReplacement', { person: state.secretary }, due, 'short', data)
      })
      if (asked.length + vacant.length > 0) return [...asked, ...vacant]
      const due = { on: addDays(on, -policy.orderDays) }
      return [task('order', 'issueCommissionOrder', { role: 'rector' }, due, 'paper', data)]
    }
    case 'commissioned':
      return [{ wait: 'alarm', key: 'sitting', due: { on }, hour: 'morning' }]
    case 'inSession': {
      const due: Due = { workingDays: policy.resultsWorkingDays, from: on }
      return [task('results', 'recordResults', { person: state.secretary }, due, 'standard', data)]
    }
    case 'resultsRecorded': {
      const tasks = missingAssessments(state).map((person) =>
        task(
          `assess.${person}`,
          'assessPreparation',
          { person },
          { days: policy.assessmentDays },
          'standard',
          data,
        ),
      )
      return [...tasks, { wait: 'alarm', key: 'assessLapse', due: { days: policy.assessmentLapseDays } }]
    }
    case 'closed':
    case 'cancelled':
      return []
  }
}

/** An invitation waits for its answer only so long: then the seat needs somebody else. */
function invitation(policy: Common['policy'], person: string, data: Data): Wait[] {
  const due = { days: policy.invitationDays }
  const answer = task(`invite.${person}`, 'answerInvitation', { person }, due, 'standard', data)
  const lapse = { workingDays: policy.silenceWorkingDays }
  return [
    { ...answer, holders: null },
    { wait: 'alarm', key: `silent.${person}`, due: lapse },
  ]
}

function task(key: string, kind: string, owner: Owner, due: Due, ladder: string, data: Data): Task {
  return { wait: 'task', key, kind, owner, due, ladder, data }
}
