import { approverOf } from '../../workflows/agreement/approvers.ts'
import type { AgreementEvent, AgreementState } from '../../workflows/agreement/state.ts'
import type { AttestationEvent } from '../../workflows/attestation/state.ts'
import type { Fact } from '../../workflows/durable/ledger.ts'
import type { RecordInput } from '../../workflows/durable/port.ts'
import type { Commitment, PartnershipEvent, PartnershipState } from '../../workflows/partnership/state.ts'
import type { PlacementEvent, PlacementState } from '../../workflows/placement/state.ts'
import type { CycleState } from '../../workflows/practice-cycle/state.ts'

/** One row to insert, or to update where its key is there already. */
export interface Row {
  table: string
  key: readonly string[]
  values: Record<string, unknown>
  /** Changes an existing row only. */
  update?: true
}

/** The lists people look at, derived from a process's facts. Written in the transaction that records them. */
export function projectionsOf(input: RecordInput): Row[] {
  const rows: Row[] = []
  if (input.facts.length === 0) return rows
  const add = (table: string, key: readonly string[], values: Record<string, unknown>): void => {
    rows.push({ table, key, values: { institution_id: input.institution, ...values } })
  }
  switch (input.kind) {
    case 'partnership':
      partnershipRows(input, add, rows)
      return rows
    case 'agreement':
      agreementRows(input, add)
      return rows
    case 'practiceCycle': {
      const { id, agreement, academicYear } = input.state as CycleState
      const { stage } = input.situation
      add('practice_cycle', ['id'], { id, agreement_id: agreement, academic_year: academicYear, stage })
      return rows
    }
    case 'placement':
      placementRows(input, add, rows)
      return rows
    case 'attestation':
      attestationRows(input, add)
      return rows
  }
}

type Add = (table: string, key: readonly string[], values: Record<string, unknown>) => void
const eventOf = <E>(fact: Fact): E => ({ type: fact.type, ...fact.data }) as unknown as E

function partnershipRows(input: RecordInput, add: Add, rows: Row[]): void {
  const state = input.state as PartnershipState
  const { id, partner, administrator, forms, stage } = state
  const reason = 'reason' in state ? state.reason : null
  add('partnership', ['id'], {
    id,
    partner_id: partner,
    stage,
    administrator_id: administrator,
    forms,
    declined_reason: stage === 'declined' ? reason : null,
    closed_reason: stage === 'closed' ? reason : null,
  })
  const commit = (list: Commitment[]): void => {
    for (const row of list) {
      add('commitment', ['id'], {
        id: `${id}.${row.id}`,
        process_id: input.id,
        source: row.source,
        what: row.what,
        owner_id: row.owner,
        due_on: row.due,
        state: 'open',
      })
    }
  }
  for (const fact of input.facts) {
    const event = eventOf<PartnershipEvent>(fact)
    if (event.type === 'meetingHeld') commit(event.actions)
    if (event.type === 'reviewed') commit(event.recommendations)
    if (event.type === 'recordCorrected' && event.actions !== null) commit(event.actions)
    for (const change of commitmentChanges(event)) {
      const values = { ...change, id: `${id}.${change.id}` }
      rows.push({ table: 'commitment', key: ['id'], values, update: true })
    }
  }
}

/** What an event says of commitments that are there already. */
function commitmentChanges(event: PartnershipEvent): (Record<string, unknown> & { id: string })[] {
  switch (event.type) {
    case 'commitmentFulfilled':
      return [{ id: event.id, state: 'done', evidence: event.evidence }]
    case 'commitmentExtended':
      return [{ id: event.id, due_on: event.due }]
    case 'commitmentSettled':
      return [{ id: event.id, state: 'cancelled', evidence: event.reason }]
    case 'declined':
    case 'closed': {
      const { commitments = [], reason } = event.settled ?? {}
      return commitments.map((id) => ({ id, state: 'cancelled', evidence: reason }))
    }
    case 'recordCorrected':
      return (event.replaced ?? []).map((id) => ({ id, state: 'cancelled' }))
    default:
      return []
  }
}

function agreementRows(input: RecordInput, add: Add): void {
  const state = input.state as AgreementState
  const { id, terms } = state
  const active = state.stage === 'active' ? state : null
  add('agreement', ['id'], {
    id,
    partnership_id: state.partnership,
    kind: state.kind,
    stage: state.stage,
    language: state.language,
    forms: state.forms,
    ...(active === null ? {} : { number: active.number, signed_on: active.signedOn }),
    valid_from: terms?.validFrom ?? null,
    valid_to: active?.validTo ?? terms?.validTo ?? null,
  })
  for (const fact of input.facts) agreementFact(state, fact, add)
}

const DECISIONS = {
  approved: 'approve',
  approvalTakenBack: 'takenBack',
  returned: 'return',
  rejected: 'reject',
} as const

function agreementFact(state: AgreementState, fact: Fact, add: Add): void {
  const event = eventOf<AgreementEvent>(fact)
  const { id } = state
  const signatory = (person: string, values: Record<string, unknown>): void =>
    add('signatory', ['id'], {
      id: `${id}.${state.version}.${person}`,
      agreement_id: id,
      person_id: person,
      ...values,
    })
  const sideOf = (person: string) => ({
    side: person === state.partnerSignatory ? 'partner' : 'institution',
    group_no:
      Math.max(
        0,
        state.policy.signing.indexOf(person === state.partnerSignatory ? 'partner' : 'institution'),
      ) + 1,
  })
  switch (event.type) {
    case 'requisitesGiven': {
      const requisites = { ...event.requisites, signatory: event.signatory, authority: event.authority }
      add('party', ['id'], {
        id: `${id}.partner`,
        agreement_id: id,
        side: 'partner',
        requisites,
        given_by: fact.by,
        on_behalf: event.onBehalf,
      })
      return
    }
    case 'draftRendered':
      add('agreement_version', ['agreement_id', 'version'], {
        agreement_id: id,
        version: event.version,
        content_hash: event.hash,
        document_id: event.document,
        author_id: state.author,
        at: fact.at,
        terms: state.terms,
      })
      return
    case 'approved':
    case 'approvalTakenBack':
    case 'returned':
    case 'rejected':
      add('approval', ['id'], {
        id: `${id}.${state.version}.${event.step + 1}.${approverOf(event)}`,
        agreement_id: id,
        version: state.version,
        stage_no: event.step + 1,
        role: event.role,
        person_id: event.type === 'approvalTakenBack' ? event.person : fact.by,
        decision: DECISIONS[event.type],
        remarks: 'remarks' in event ? event.remarks : 'reason' in event ? event.reason : null,
        at: fact.at,
      })
      return
    case 'approvalFinished':
      for (const { person, status } of event.signatories)
        signatory(person, { ...sideOf(person), state: status })
      return
    case 'signed':
      signatory(event.person, {
        ...sideOf(event.person),
        state: 'signed',
        route: event.route,
        signed_at: fact.at,
      })
      return
    case 'paperSubmitted':
      signatory(event.person, { ...sideOf(event.person), state: 'paperSubmitted', route: 'paper' })
      return
    case 'externalSubmitted':
      signatory(event.person, { ...sideOf(event.person), state: 'paperSubmitted', route: 'external' })
      return
    case 'paperRejected':
    case 'signatureRequested':
      signatory(event.person, { ...sideOf(event.person), state: 'asked' })
      return
    case 'signatureDeclined':
      signatory(event.person, { ...sideOf(event.person), state: 'declined', reason: event.reason })
      return
    case 'signatoryReplaced': {
      const place = sideOf(event.by)
      signatory(event.person, { ...place, state: 'replaced' })
      signatory(event.by, { ...place, state: 'asked', authority: event.authority })
      return
    }
    default:
      return
  }
}

function placementRows(input: RecordInput, add: Add, rows: Row[]): void {
  const state = input.state as PlacementState
  const { id } = state
  add('placement', ['id'], {
    id,
    cycle_id: state.cycle,
    code: state.code,
    trainee_id: state.trainee,
    mentor_id: state.mentor,
    supervisor_id: state.supervisor,
    stage: state.stage,
    outcome: input.situation.outcome,
    start_on: state.start,
    end_on: state.end,
    total: 'total' in state ? state.total : null,
    reason: 'reason' in state ? state.reason : null,
  })
  for (const fact of input.facts) {
    const event = eventOf<PlacementEvent>(fact)
    switch (event.type) {
      case 'diaryWritten':
        add('diary_entry', ['placement_id', 'week'], {
          placement_id: id,
          week: event.week,
          text: event.text,
          hours: Math.round(event.hours),
          written_at: fact.at,
        })
        break
      case 'diaryConfirmed': {
        const values = { placement_id: id, week: event.week, confirmed_at: fact.at, confirmed_by: fact.by }
        rows.push({ table: 'diary_entry', key: ['placement_id', 'week'], values, update: true })
        break
      }
      case 'attended':
        add('attendance_week', ['placement_id', 'week'], {
          placement_id: id,
          week: event.week,
          present_days: 6 - event.absentDays,
          absent_days: event.absentDays,
          confirmed_at: fact.at,
        })
        break
      case 'evaluated': {
        const { competences, hostScore, employmentOffer, ...text } = event.evaluation
        add('evaluation', ['placement_id'], {
          placement_id: id,
          competences: JSON.stringify(competences),
          host_score: hostScore,
          employment_offer: employmentOffer,
          text,
          at: fact.at,
          by: fact.by,
        })
        break
      }
      case 'followUpDue':
        add('follow_up', ['placement_id', 'months'], {
          placement_id: id,
          months: event.months,
          due_on: fact.at.slice(0, 10),
        })
        break
      case 'followUpLapsed': {
        if (event.months === 0) break
        const values = { placement_id: id, months: event.months, answer: 'unknown', at: fact.at }
        rows.push({ table: 'follow_up', key: ['placement_id', 'months'], values, update: true })
        break
      }
      case 'followUpAnswered': {
        const answer = event.answer.employed === true ? 'employed' : 'notEmployed'
        const values = { placement_id: id, months: event.months, answer, data: event.answer, at: fact.at }
        rows.push({ table: 'follow_up', key: ['placement_id', 'months'], values, update: true })
        break
      }
      default:
        break
    }
  }
}

function attestationRows(input: RecordInput, add: Add): void {
  const session = input.id.slice(input.id.indexOf('/') + 1)
  for (const fact of input.facts) {
    const event = eventOf<AttestationEvent>(fact)
    if (event.type !== 'resultsRecorded') continue
    for (const row of event.results) {
      add('attestation_result', ['session_id', 'graduate_person_id'], {
        session_id: session,
        graduate_person_id: row.graduate,
        score: row.absent ? null : row.score,
        grade: row.grade,
        qualification: row.qualification,
        honours: row.honours,
        absent: row.absent,
      })
    }
  }
}
