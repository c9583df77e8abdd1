import type { PaperData } from '../../../schema/contracts/papers.ts'
import { kindOf, missingFor } from '../../../workflows/practice-cycle/pack.ts'
import { isAtWork } from '../../../workflows/practice-cycle/stage.ts'
import {
  assignments,
  type CycleFacts,
  contractRef,
  hostHead,
  needed,
  periodFor,
  practiceFor,
  traineeRow,
  traineeRows,
} from './cycle.ts'
import { PaperNotLoadable } from './errors.ts'
import { practiceOf } from './lines.ts'
import { dueOn } from './orders.ts'
import { distinct, given } from './text.ts'

type Request = PaperData<'noticeToHost'>['requests'][number]

/** The host's papers a notice asks for. */
const ASKED: readonly (readonly [Request, string])[] = [
  ['admittingOrder', 'orderAcceptingStudents'],
  ['mentors', 'orderAppointingMentors'],
  ['siteCertificate', 'siteAcceptanceCertificate'],
]

/** Asked for is what the wave still needs: the host may have issued its papers before the notice went out. */
function requestsOf({ cycle, lines }: CycleFacts): Request[] {
  if (!isAtWork(cycle)) return []
  const missing = new Set(lines.flatMap(({ line }) => missingFor(cycle, line)).map(kindOf))
  return ASKED.flatMap(([request, kind]) => (missing.has(kind) ? [request] : []))
}

/** The day by which the host's papers are due, while it is still to come. */
function replyBy(facts: CycleFacts): string | undefined {
  const due = dueOn(facts, 'orderAcceptingStudents')
  return due !== undefined && due > (facts.request.date ?? '') ? due : undefined
}

export function noticeToHost(facts: CycleFacts): PaperData<'noticeToHost'> {
  const { people, partner, institution, lines, issuer, cycle } = facts
  const numbers = new Map<string, PaperData<'noticeToHost'>['numberByProgramme'][number]>()
  for (const { programme, line } of lines) {
    const number = (numbers.get(programme.code)?.number ?? 0) + line.trainees.length
    numbers.set(programme.code, { programme, number })
  }
  const supervisors = distinct(lines.map(({ line }) => line.supervisor))
  return {
    addressee: { organisation: partner.name, person: hostHead(facts) },
    practice: practiceFor(facts),
    period: periodFor(facts),
    sendingOrder: needed(facts, 'orderSendingStudents'),
    contract: contractRef(facts),
    numberByProgramme: [...numbers.values()],
    supervisors: supervisors.map((id) => people.contact(id, institution)),
    requests: requestsOf(facts),
    ...given('replyBy', replyBy(facts)),
    trainees: traineeRows(facts),
    signatory: people.signatory(people.signer(issuer, people.deputy())),
    executor: people.contact(cycle.administrator, institution),
  }
}

export function referralLetter(facts: CycleFacts): PaperData<'referralLetter'> {
  const { people, partner, institution, request, cycle, issuer } = facts
  const { subject, line: code } = request.paper
  const found = assignments(facts).find(({ trainee, line }) => trainee === subject && line.code === code)
  if (found === undefined) {
    throw new PaperNotLoadable('recordMissing', `trainee ${subject ?? ''} on line ${code ?? ''}`)
  }
  const { line, trainee } = found
  const own = people.has(issuer) && people.partnerOf(issuer) === null ? issuer : people.practiceOffice()
  return {
    addressee: { organisation: partner.name, person: hostHead(facts) },
    trainee: traineeRow(people, line, trainee, null),
    practice: practiceOf([line], cycle.academicYear),
    period: line.period,
    siteAddress: line.site.address,
    contract: contractRef(facts),
    sendingOrder: needed(facts, 'orderSendingStudents'),
    supervisor: people.contact(line.line.supervisor, institution),
    signatory: people.signatory(own),
  }
}
