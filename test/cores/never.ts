import { nextDue } from '../../workflows/durable/booking.ts'

import type { Fact } from '../../workflows/durable/ledger.ts'
import { LEDGER_EVENTS } from '../../workflows/durable/ledger.ts'
import type { Data, Holders, Task } from '../../workflows/durable/types.ts'
import type { CycleState, Line } from '../../workflows/practice-cycle/state.ts'
import { POLICY } from '../support/policy.ts'
import type { Hosted } from './hosted.ts'
import { factsOf, PEOPLE } from './people.ts'
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
    turns(hosted)
    undone(runner, hosted)
  }
  codes(runner)
}

/** No task without somebody whose turn it is and who may do it, or somebody who is asked to name one. */
function turns(hosted: Hosted): void {
  const { book } = hosted.running
  const tasks = hosted.open ? hosted.tasks() : []
  for (const task of tasks) {
    const owner = book[task.key]?.owner ?? null
    if (owner === null) {
      if (!tasks.some(({ kind, data }) => kind === 'nameHolder' && data.late === task.key))
        never(hosted, `nobody has a turn at ${task.key}, and nobody is asked to name one`)
      continue
    }
    const known = PEOPLE[owner]
    if (known?.active === false) never(hosted, `${task.key} is the turn of ${owner}, who left`)
    if (task.notBy?.includes(owner) && !('superiorOf' in task.owner) && !('person' in task.owner))
      never(hosted, `${task.key} is the turn of ${owner}, who may not decide it`)
    if (!mayHold(task, owner)) never(hosted, `${task.key} is the turn of ${owner}, who may not hold it`)
  }
  for (const [key, { owner, lent }] of Object.entries(book)) {
    if (lent !== undefined && !Object.keys(book).some((other) => other.startsWith(`lent:${key}.`)))
      never(hosted, `${key} was lent to ${owner} and never comes back`)
  }
}

/** Whom it opened for, or whoever has what is needed to receive it. */
export function mayHold({ owner, holders }: Task, person: string): boolean {
  if ('superiorOf' in owner || ('person' in owner && owner.person === person)) return true
  const asked = 'role' in owner ? { roles: [owner.role], side: owner.partner ?? null } : null
  const needed: Holders | null = holders === undefined ? asked : holders
  const fact = factsOf([person])[person]
  if (needed === null || fact === undefined) return false
  const { roles, rank = 0, side } = needed
  const fits = roles.length === 0 || roles.some((role) => fact.holds.includes(role))
  return fits && fact.rank >= rank && fact.partner === side
}

/** What is over leaves nobody a task, and no process that it began without an end. */
function undone(runner: Runner, hosted: Hosted): void {
  if (hosted.open) return
  if (hosted.tasks().length > 0 || hosted.running.outbox.length > 0) never(hosted, 'closed over undone work')
  if (hosted.kind === 'placement' || hosted.stage === 'cancelled') return
  for (const other of runner.processes.values()) {
    if (other.running.parent !== hosted.id) continue
    const { outcome } = other.core.situation(other.running.state)
    if (outcome === null) never(hosted, `closed while ${other.id} is ${other.stage}`)
  }
}

/** A code that is printed and told by telephone names one thing. */
function codes(runner: Runner): void {
  const placements = [...runner.processes.values()].filter(({ kind }) => kind === 'placement')
  const found = placements.map(({ running }) => String((running.state as Data).code))
  if (new Set(found).size !== found.length) throw new Error(`a code names two placements: ${found.join(' ')}`)
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

/** What a paper says of a line. */
const said = ({ start, end, site, supervisor, trainees, mentors }: Line): string =>
  JSON.stringify([start, end, site, supervisor, trainees, mentors.map(({ id }) => id)])

/** A line that starts by itself has every paper of the gate, made for what it is when it starts. */
function papers(hosted: Hosted): void {
  let state: CycleState | null = null
  const issued: { instance: string; lines: Map<string, string> }[] = []
  const ordered = new Map<string, Map<string, string>>()
  for (const { type, data } of hosted.facts) {
    if (LEDGER_EVENTS.includes(type)) continue
    const lines: Line[] = (state as CycleState | null)?.lines ?? []
    if (type === 'paperOrdered') {
      const [, wave, site] = String(data.instance).split('@')
      const spoken = lines.filter(
        (line) => (wave === undefined || line.wave === wave) && (site === undefined || line.site === site),
      )
      ordered.set(String(data.instance), new Map(spoken.map((line) => [line.code, said(line)])))
    }
    const made = type === 'paperIssued' ? ordered.get(String(data.instance)) : undefined
    if (made !== undefined) issued.push({ instance: String(data.instance), lines: made })
    const line = type === 'lineStarted' ? lines.find(({ code }) => code === data.line) : undefined
    if (line !== undefined && (data.exception as string[]).length === 0) {
      for (const { kind, gate, practiceTypes } of POLICY.practiceCycle.pack) {
        if (!gate || practiceTypes?.every((type) => type !== line.practiceType)) continue
        const has = issued.some(
          (paper) => paper.instance.split('@')[0] === kind && paper.lines.get(line.code) === said(line),
        )
        if (!has) never(hosted, `${line.code} started without a ${kind} that was made for it`)
      }
    }
    state = hosted.core.evolve(state, { type, ...data }) as CycleState
  }
}

function cycle(runner: Runner, hosted: Hosted): void {
  papers(hosted)
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
