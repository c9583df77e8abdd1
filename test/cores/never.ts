import { nextDue } from '../../workflows/durable/booking.ts'

import type { Fact } from '../../workflows/durable/ledger.ts'
import type { Data } from '../../workflows/durable/types.ts'
import type { Line } from '../../workflows/practice-cycle/state.ts'
import type { Hosted } from './hosted.ts'
import type { Runner } from './runner.ts'

/** "What must never happen", looked for in the facts of every process. */
export function checkNever(runner: Runner): void {
  runner.check()
  for (const hosted of runner.processes.values()) {
    switch (hosted.kind) {
      case 'partnership':
        partnership(hosted)
        break
      case 'agreement':
        agreement(hosted)
        break
      case 'practiceCycle':
        cycle(runner, hosted)
        break
      case 'placement':
      case 'attestation':
        break
    }
    if (hosted.open) waited(runner, hosted)
  }
}

const never = (hosted: Hosted, what: string): never => {
  throw new Error(`${hosted.id}: ${what}`)
}

const of = (hosted: Hosted, type: string): Fact[] => hosted.facts.filter((fact) => fact.type === type)

function partnership(hosted: Hosted): void {
  const approved = hosted.facts.findIndex(({ type }) => type === 'boardApproved')
  const held = hosted.facts.findIndex(({ type }) => type === 'meetingHeld')
  if (held >= 0 && (approved < 0 || held < approved))
    never(hosted, 'a meeting before the approval of the board')
  const { administrator } = hosted.running.state as { administrator: string }
  if (of(hosted, 'boardApproved').some(({ by }) => by === administrator))
    never(hosted, 'approved by its author')
  if (of(hosted, 'exceptionDecided').some(({ by }) => by === administrator))
    never(hosted, 'an exception to oneself')
}

function agreement(hosted: Hosted): void {
  const state = hosted.running.state as { author: string; terms: { renewal: string } | null }
  let drafter: string | null = null
  let hash = ''
  let approvals = 0
  let approvers = new Set<string | null>()
  let signed = new Set<string>()
  for (const { type, by, data } of hosted.facts) {
    if (type === 'draftSubmitted') drafter = data.drafter as string | null
    if (type === 'draftRendered') {
      hash = String(data.hash)
      approvals = 0
      approvers = new Set()
      signed = new Set()
    }
    if (type === 'approved') {
      approvals += 1
      if (approvers.has(by)) never(hosted, `${by} approved one version twice`)
      approvers.add(by)
      if (by === drafter || by === state.author) never(hosted, `${by} approved the own draft`)
    }
    if (type === 'approvalTakenBack') {
      approvals -= 1
      approvers.delete(String(data.person))
    }
    if (type === 'approved' || type === 'signed') {
      if (data.hash !== hash) never(hosted, 'another text was approved or signed')
    }
    if (type === 'approvalFinished' && approvals < 4) never(hosted, 'an approval is missing')
    if (type === 'signed') {
      const own = data.route === 'electronic' ? by === data.person : by !== data.person
      if (!own) never(hosted, `${by} signed for ${data.person}`)
      if (signed.has(String(data.person))) never(hosted, 'a signature was given twice')
      signed.add(String(data.person))
    }
    if (type === 'activated' && signed.size < 2) never(hosted, 'in force without its signatures')
    if (type === 'ended' && data.outcome === 'expired' && state.terms?.renewal === 'automatic') {
      never(hosted, 'expired while it renews by itself')
    }
  }
}

function cycle(runner: Runner, hosted: Hosted): void {
  const issued = new Set<string>()
  for (const { type, data, by } of hosted.facts) {
    if (type === 'paperIssued') issued.add(String(data.instance))
    if (type === 'paperOrdered') checkNumber(hosted, data)
    if (type === 'lineStarted') {
      const missing = (data.exception as string[]).length > 0
      if (missing && by === null) never(hosted, 'an exception nobody made')
      const packed = [...issued].some((instance) => instance.startsWith('orderAppointingMentors'))
      if (!missing && !packed) never(hosted, 'a line started without its papers')
    }
  }
  const { lines } = hosted.running.state as { lines: Line[] }
  for (const line of lines) {
    for (const other of runner.processes.values()) {
      if (other.kind !== 'placement' || other.running.parent !== hosted.id || other.stage !== 'running')
        continue
      const state = other.running.state as { line: string }
      if (state.line === line.code && line.step !== 'practising' && line.step !== 'over')
        never(other, 'at practice before its gate opened')
    }
  }
}

const PARTNER_PAPERS = /^(orderAccepting|orderAppointingMentors|siteAcceptance|safetyBriefing)/

function checkNumber(hosted: Hosted, data: Data): void {
  const partner = PARTNER_PAPERS.test(String(data.instance))
  if (partner !== (data.number !== '')) never(hosted, `the wrong side numbered ${data.instance}`)
}

/** Somebody's turn, an instant, work outside, or another process that has one of them. */
function waited(runner: Runner, hosted: Hosted): void {
  const awaited = (one: Hosted): boolean =>
    one.running.outbox.length > 0 || (one.open && (one.tasks().length > 0 || nextDue(one.running) !== null))
  if (awaited(hosted)) return
  const family = [...runner.processes.values()].filter(
    (other) => other.running.parent === hosted.id || other.id === hosted.running.parent,
  )
  if (!family.some(awaited)) never(hosted, `open in ${hosted.stage}, and nobody has a turn`)
}
