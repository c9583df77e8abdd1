import type { AttestationState } from '../../../workflows/attestation/state.ts'
import { NOBODY } from '../../../workflows/attestation/state.ts'
import type { Data } from '../../../workflows/durable/types.ts'
import type { Asked, Matters, PapersWanted, Subject } from './shape.ts'
import { fieldsPart, NO_PAPERS, rowsPart, said } from './shape.ts'

type Question = Asked<AttestationState>

const SAID: readonly string[] = [
  'invitationAccepted',
  'invitationDeclined',
  'expertSilent',
  'replacementNamed',
  'seatLeftOut',
  'expertReleased',
  'sittingMoved',
  'commissionLate',
  'orderGivenUp',
  'preparationAssessed',
]

const COMMISSION = SAID.filter((type) => type !== 'preparationAssessed')
/** Graduates shown by name. */
const MOST_GRADUATES = 500

function subject({ kind, state, events }: Question): Subject {
  const { code, on, programme, secretary, experts, vacant, graduates } = state
  const session = fieldsPart('session', { session: code, on, programme, secretary })
  const seats = [
    ...experts.map(({ person, answer }): Data => ({ expert: person, answer })),
    ...vacant.map((person): Data => ({ expert: person === NOBODY ? '' : person, answer: 'vacant' })),
  ]
  const people = graduates.slice(0, MOST_GRADUATES).map((graduate): Data => ({ graduate }))
  const parts = [...session, ...rowsPart('experts', seats), ...rowsPart('graduates', people)]
  switch (kind) {
    case 'answerInvitation':
      return { parts: session, earlier: said(events, ['sittingMoved']) }
    case 'assessPreparation':
      return { parts: [...session, ...rowsPart('graduates', people)] }
    default:
      return { parts, earlier: said(events, COMMISSION) }
  }
}

const papers = ({ kind }: Question): PapersWanted =>
  kind === 'recordResults' || kind === 'assessPreparation'
    ? { kinds: ['orderAttestationCommission', 'attestationProtocol'] }
    : NO_PAPERS

export const attestationMatters: Matters<AttestationState> = { said: SAID, subject, papers }
