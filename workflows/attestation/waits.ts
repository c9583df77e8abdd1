import { addDays } from '../durable/days.ts'
import type { Data, Due, Holders, Owner, Task, Wait } from '../durable/types.ts'
import type { AttestationState, Common, Inviting, ResultsRecorded } from './state.ts'
import { NOBODY } from './state.ts'

type State = AttestationState

/** The administrator's and the secretary's tasks may be held by others of the same office only. */
const ADMINISTRATORS: Holders = { roles: ['administrator'], side: null }
const SECRETARIES: Holders = { roles: ['attestationSecretary'], side: null }

export const missingAssessments = (state: Common & ResultsRecorded): string[] =>
  state.experts.map(({ person }) => person).filter((person) => !state.assessed.includes(person))

export function waits(state: State): Wait[] {
  const { policy, on } = state
  const data = dataOf(state)
  switch (state.stage) {
    case 'inviting':
      return [...commission(state, data), ...withoutGraduates(state, data)]
    case 'commissioned':
      return [
        { wait: 'alarm', key: `sitting.${on}`, due: { on }, hour: 'morning' },
        ...withoutGraduates(state, data),
      ]
    case 'inSession': {
      if (state.graduates.length === 0) return withoutGraduates(state, data)
      const due: Due = { workingDays: policy.resultsWorkingDays, from: on }
      const secretary = { person: state.secretary }
      const key = `results${again(state.round)}`
      return [{ ...task(key, 'recordResults', secretary, due, 'standard', data), holders: SECRETARIES }]
    }
    case 'resultsRecorded': {
      const due = { days: policy.assessmentDays }
      const tasks = missingAssessments(state).map((person): Task => {
        const assess = task(`assess.${person}`, 'assessPreparation', { person }, due, 'standard', data)
        return { ...assess, holders: null, lapses: true }
      })
      return [...tasks, { wait: 'alarm', key: 'assessLapse', due: { days: policy.assessmentLapseDays } }]
    }
    case 'closed':
    case 'cancelled':
      return []
  }
}

const dataOf = ({ on, code }: State): Data => ({ on, session: code })

/** An occasion of the first round bears no number: its key is the one it always had. */
const again = (n: number): string => (n === 1 ? '' : `.${n}`)

function commission(state: Common & Inviting, data: Data): Wait[] {
  const { on, policy, round } = state
  const late = lateWaits(state, data)
  if (state.ordering) return late
  const asked = state.experts
    .filter(({ answer }) => answer === 'asked')
    .flatMap(({ person }) => invitation(state, person, data))
  const vacant = state.vacant.map((person): Task => {
    const due = { workingDays: policy.replacementWorkingDays }
    const secretary = { person: state.secretary }
    const key = `replace.${person}${again(round)}`
    const named = person === NOBODY ? data : { ...data, expert: person }
    return { ...task(key, 'nameReplacement', secretary, due, 'short', named), holders: SECRETARIES }
  })
  if (asked.length + vacant.length > 0) return [...asked, ...vacant, ...late]
  const due = { on: addDays(on, -policy.orderDays) }
  const key = state.orders === 0 ? 'order' : `order.${state.orders}`
  return [task(key, 'issueCommissionOrder', { role: 'rector' }, due, 'paper', data), ...late]
}

/** The day that comes without an order is a decision; decided once, the order itself is waited for. */
function lateWaits({ late, on, orders, round, administrator }: Common & Inviting, data: Data): Wait[] {
  if (late === 'decided') return []
  if (late === 'no') return [{ wait: 'alarm', key: `day.${on}.${orders}`, due: { on }, hour: 'morning' }]
  const admin = { person: administrator }
  const key = `late.${round}.${orders}`
  const decide = task(key, 'decideSitting', admin, { workingDays: 1 }, 'short', data)
  return [{ ...decide, holders: ADMINISTRATORS }]
}

/** Without graduates there is nothing to certify: somebody decides before the day. */
function withoutGraduates(state: State, data: Data): Task[] {
  if (state.graduates.length > 0) return []
  const due = { on: addDays(state.on, -state.policy.orderDays) }
  const admin = { person: state.administrator }
  const key = `graduates.${state.round}.${state.looks}`
  return [{ ...task(key, 'decideGraduates', admin, due, 'standard', data), holders: ADMINISTRATORS }]
}

/** An invitation waits for its answer only so long: then the seat needs somebody else. */
function invitation({ policy, round }: Common, person: string, data: Data): Wait[] {
  const due = { days: policy.invitationDays }
  const answer = task(
    `invite.${person}${again(round)}`,
    'answerInvitation',
    { person },
    due,
    'standard',
    data,
  )
  const lapse = { workingDays: policy.silenceWorkingDays }
  return [
    { ...answer, holders: null, lapses: true },
    { wait: 'alarm', key: `silent.${person}${again(round)}`, due: lapse },
  ]
}

function task(key: string, kind: string, owner: Owner, due: Due, ladder: string, data: Data): Task {
  return { wait: 'task', key, kind, owner, due, ladder, data }
}
