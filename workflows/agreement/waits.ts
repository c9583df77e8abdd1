import type { Data, Wait } from '../durable/types.ts'
import { approversOf, partsOf } from './approvers.ts'
import { routeOf } from './decisions.ts'
import type { AgreementState, Signatory } from './state.ts'

type State = AgreementState

const OFFICE = { roles: ['administrator'], side: null }

export function waits(state: State): Wait[] {
  const { policy, version } = state
  switch (state.stage) {
    case 'dataCollection':
      return [requisites(state)]
    case 'drafting': {
      if (state.rendering) return []
      const due = { workingDays: policy.draftWorkingDays }
      const data = { kind: state.kind, remarks: state.remarks }
      const draft = {
        ...task(`draft.${version + 1}`, 'draftAgreement', { person: state.author }, due, data),
        holders: OFFICE,
      }
      // What could not be drawn was wrong in the terms or in the requisites: both may be given anew.
      return state.failed === undefined ? [draft] : [draft, requisites(state)]
    }
    case 'approving': {
      const stage = routeOf(state)[state.step]
      if (stage === undefined) return []
      return approversOf(state, state.step)
        .filter((approver) => state.approved[approver] === undefined)
        .map((approver) => ({
          ...task(
            `approve.${approver}.${version}.${state.step}`,
            'approveDraft',
            partsOf(approver),
            { workingDays: stage.workingDays },
            {
              kind: state.kind,
              version,
              hash: state.hash,
            },
          ),
          notBy: [...new Set([state.author, state.drafter ?? state.author])],
        }))
    }
    case 'signing':
      return state.registering ? [] : state.signatories.flatMap((signatory) => signing(state, signatory))
    case 'active':
      return [{ wait: 'alarm', key: `term.${state.validTo}`, due: { days: 1, from: state.validTo } }]
    case 'ended':
      return []
  }
}

function requisites(state: State): Wait {
  const owner = { role: 'hrOfficer', partner: state.partner }
  const due = { days: state.policy.requisitesDays }
  return task(`requisites.${state.version + 1}`, 'giveRequisites', owner, due, { kind: state.kind })
}

function signing(state: Extract<State, { stage: 'signing' }>, signatory: Signatory): Wait[] {
  const { person, attempt } = signatory
  const data = { kind: state.kind, version: state.version, hash: state.hash }
  if (signatory.status === 'asked') {
    const key = `sign.${person}.${state.version}.${attempt}`
    return [
      { ...task(key, 'signAgreement', { person }, { days: state.policy.signingDays }, data), holders: null },
    ]
  }
  if (signatory.status === 'paperSubmitted') {
    const due = { workingDays: state.policy.verificationWorkingDays }
    const key = `verify.${person}.${state.version}.${attempt}`
    const verifier = { role: state.policy.paperVerifier }
    const shown = { ...data, person, ...signatory.evidence }
    return [{ ...task(key, 'verifyPaper', verifier, due, shown), notBy: [person] }]
  }
  return []
}

function task(
  key: string,
  kind: string,
  owner: Extract<Wait, { wait: 'task' }>['owner'],
  due: Wait['due'],
  data: Data,
) {
  return { wait: 'task' as const, key, kind, owner, due, ladder: 'standard', data }
}
