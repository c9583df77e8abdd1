import type { Owner, Task, Wait } from '../durable/types.ts'
import { openingOf } from './operating.ts'
import type { Operating, PartnershipState, PreparationItem } from './state.ts'
import { USUALLY } from './state.ts'
import { ADMINISTRATORS, agreedWaits, SUPERIORS, task } from './waits-meetings.ts'

const ITEM_KINDS: Record<PreparationItem, string> = {
  questions: 'answerQuestions',
  goals: 'clarifyGoals',
  partnerInfo: 'collectPartnerInfo',
  meeting: 'agreeMeeting',
  representative: 'chooseRepresentative',
  package: 'preparePackage',
  territory: 'prepareTerritory',
}

/** A task of the administrator of this partnership. */
const own = (one: Task): Task => ({ ...one, holders: ADMINISTRATORS })

export function waits(state: PartnershipState): Wait[] {
  const admin: Owner = { person: state.administrator }
  switch (state.stage) {
    case 'preparing': {
      if (state.exception !== null) {
        const due = { workingDays: state.policy.exceptionWorkingDays }
        const owner = { superiorOf: state.administrator }
        return [
          {
            ...task(`exception.${state.round}.${state.tries}`, 'approveException', owner, due, 'short', {
              representative: state.exception.representative ?? '',
              contact: state.exception.contact ?? '',
            }),
            notBy: [state.administrator],
            holders: SUPERIORS,
          },
          ...preparation(state, admin),
        ]
      }
      if (state.plan === 'atBoard') {
        const due = { workingDays: state.policy.boardWorkingDays }
        const { representative = '', contact = '' } = state.done.representative ?? {}
        // Whether both can still go is asked once more when the board decides.
        const people = { people: [representative, contact] }
        const chair = { role: 'boardChair' }
        const board = task(`board.${state.round}`, 'decideVisit', chair, due, 'standard', people)
        return [{ ...board, notBy: [state.administrator] }]
      }
      return preparation(state, admin)
    }
    case 'negotiating':
      return [...negotiation(state, admin), ...agreedWaits(state, admin)]
    case 'contracting':
      return [...launching(state, admin), ...agreedWaits(state, admin)]
    case 'operating':
      return [...launching(state, admin), ...operation(state, admin), ...agreedWaits(state, admin)]
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
  return [own(task(`launch.${state.launched}`, 'launchAgreement', admin, due, 'standard'))]
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
    return own(task(`prepare.${item}.${state.round}${again}`, ITEM_KINDS[item], admin, due, 'standard'))
  })
}

function negotiation(state: Extract<PartnershipState, { stage: 'negotiating' }>, admin: Owner): Wait[] {
  const found: Wait[] = []
  const partner = (role: string): Owner => ({ role, partner: state.partner })
  const { version, turn } = state.proposal
  if (turn === 'partner') {
    const due = { days: state.policy.proposalDays }
    const answer = task(`proposal.${version}`, 'answerProposal', partner('signatory'), due, 'standard', {
      version,
    })
    found.push({ ...answer, lapses: true })
    found.push({
      wait: 'alarm',
      key: `silence.${version}`,
      due: { days: state.policy.proposalDays + state.policy.silenceDays },
    })
  }
  if (turn === 'institution') {
    const due = { workingDays: state.policy.launchWorkingDays }
    found.push(own(task(`counter.${version}`, 'answerCounterProposal', admin, due, 'standard', { version })))
  }
  if (turn === 'administrator') {
    found.push(
      own(task(`silent.${version}`, 'decideSilence', admin, { workingDays: 5 }, 'standard', { version })),
    )
  }
  return found
}

function operation(state: PartnershipState & Operating, admin: Owner): Wait[] {
  const found: Wait[] = state.openings.map((opening) => ({
    wait: 'alarm',
    key: `open.${openingOf(opening)}`,
    due: { on: opening.opens },
  }))
  found.push({
    wait: 'alarm',
    key: `agenda.${state.year + 1}`,
    due: { on: `${state.year + 1}-${state.policy.cycleOpensOn}` },
  })
  found.push({
    wait: 'alarm',
    key: `look.${state.looks}`,
    due: { days: state.policy.agendaLookDays ?? USUALLY.agendaLookDays },
  })
  if (state.reviewing) {
    const due = { days: state.policy.reviewDays }
    found.push(
      own(
        task(`reviewing.${state.reviewed}`, 'reviewPartnership', admin, due, 'standard', {
          year: state.reviewed,
        }),
      ),
    )
  } else {
    const year = state.reviewed + 1
    found.push({ wait: 'alarm', key: `review.${year}`, due: { on: `${year}-${state.policy.reviewOn}` } })
  }
  return found
}
