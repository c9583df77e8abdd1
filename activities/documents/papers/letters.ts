import type { PaperData } from '../../../schema/contracts/papers.ts'
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
    requests: ['admittingOrder', 'mentors', 'siteCertificate'],
    ...given('replyBy', dueOn(facts, 'orderAcceptingStudents')),
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
