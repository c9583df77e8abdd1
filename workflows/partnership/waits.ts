import type { Data, Due, Owner, Task, Wait } from '../durable/types.ts'
import type { Operating, PartnershipState, PreparationItem } from './state.ts'

const ITEM_KINDS: Record<PreparationItem, string> = {
  questions: 'answerQuestions',
  goals: 'clarifyGoals',
  partnerInfo: 'collectPartnerInfo',
  meeting: 'agreeMeeting',
  representative: 'chooseRepresentative',
  package: 'preparePackage',
  territory: 'prepareTerritory',
}

function task(key: string, kind: string, owner: Owner, due: Due, ladder: string, data: Data = {}): Task {
  return { wait: 'task', key, kind, owner, due, ladder, data }
}

export function waits(state: PartnershipState): Wait[] {
  const admin: Owner = { person: state.administrator }
  const commitments = state.commitments.map((commitment) =>
    task(
      `commitment.${commitment.id}`,
      'fulfilCommitment',
      { person: commitment.owner },
      { on: commitment.due },
      'commitment',
      {
        what: commitment.what,
      },
    ),
  )
  switch (state.stage) {
    case 'preparing': {
      if (state.exception !== null) {
        const due = { workingDays: state.policy.exceptionWorkingDays }
        const owner = { superiorOf: state.administrator }
        return [
          {
            ...task(`exception.${state.round}.${state.tries}`, 'approveException', owner, due, 'short'),
            notBy: [state.administrator],
          },
          ...preparation(state, admin),
        ]
      }
      if (state.plan === 'atBoard') {
        const due = { workingDays: state.policy.boardWorkingDays }
        const board = task(`board.${state.round}`, 'decideVisit', { role: 'boardChair' }, due, 'standard')
        return [{ ...board, notBy: [state.administrator] }]
      }
      return preparation(state, admin)
    }
    case 'negotiating':
      return [...negotiation(state, admin), ...commitments]
    case 'contracting':
      return [...launching(state, admin), ...commitments]
    case 'operating':
      return [...launching(state, admin), ...operation(state, admin), ...commitments]
    case 'closed':
    case 'declined':
      return []
  }
}

/** Without an agreement, running or in force, the next one is somebody's turn. */
function launching(
  state: Extract<PartnershipState, { stage: 'contracting' | 'operating' }>,
  admin: Owner,
): Task[] {
  if (Object.keys(state.agreements).length > 0) return []
  const due = { workingDays: state.policy.launchWorkingDays }
  return [task(`launch.${state.launched}`, 'launchAgreement', admin, due, 'standard')]
}

function preparation(state: Extract<PartnershipState, { stage: 'preparing' }>, admin: Owner): Task[] {
  const due = { days: state.policy.preparationDays }
  const items = (Object.keys(ITEM_KINDS) as PreparationItem[]).filter((item) => {
    if (state.done[item] !== undefined) return false
    if (item === 'territory') return state.ownTerritory
    return item !== 'representative' || state.exception === null
  })
  return items.map((item) => {
    const again = item === 'representative' ? `.${state.tries}` : ''
    return task(`prepare.${item}.${state.round}${again}`, ITEM_KINDS[item], admin, due, 'standard')
  })
}

function negotiation(state: Extract<PartnershipState, { stage: 'negotiating' }>, admin: Owner): Wait[] {
  const found: Wait[] = []
  const partner = (role: string): Owner => ({ role, partner: state.partner })
  if (state.meeting !== null) {
    const { n, on, place, representative } = state.meeting
    found.push(
      task(`meeting.${n}`, 'holdMeeting', { person: representative }, { on }, 'meeting', { on, place }),
    )
  }
  if (state.unconfirmed !== null) {
    const due = { workingDays: state.policy.recordWorkingDays }
    found.push(
      task(`record.${state.unconfirmed}`, 'confirmMeetingRecord', partner('hrOfficer'), due, 'short'),
    )
  }
  const { version, turn } = state.proposal
  if (turn === 'partner') {
    const due = { days: state.policy.proposalDays }
    found.push(
      task(`proposal.${version}`, 'answerProposal', partner('signatory'), due, 'standard', { version }),
    )
    found.push({
      wait: 'alarm',
      key: `silence.${version}`,
      due: { days: state.policy.proposalDays + state.policy.silenceDays },
    })
  }
  if (turn === 'institution') {
    const due = { workingDays: state.policy.launchWorkingDays }
    found.push(task(`counter.${version}`, 'answerCounterProposal', admin, due, 'standard', { version }))
  }
  if (turn === 'administrator') {
    found.push(task(`silent.${version}`, 'decideSilence', admin, { workingDays: 5 }, 'standard', { version }))
  }
  return found
}

function operation(state: PartnershipState & Operating, admin: Owner): Wait[] {
  const found: Wait[] = state.openings.map((opening) => ({
    wait: 'alarm',
    key: `open.${opening.id}`,
    due: { on: opening.opens },
  }))
  found.push({
    wait: 'alarm',
    key: `agenda.${state.year + 1}`,
    due: { on: `${state.year + 1}-${state.policy.cycleOpensOn}` },
  })
  if (state.reviewing) {
    const due = { days: state.policy.reviewDays }
    found.push(
      task(`reviewing.${state.reviewed}`, 'reviewPartnership', admin, due, 'standard', {
        year: state.reviewed,
      }),
    )
  } else {
    const year = state.reviewed + 1
    found.push({ wait: 'alarm', key: `review.${year}`, due: { on: `${year}-${state.policy.reviewOn}` } })
  }
  return found
}
