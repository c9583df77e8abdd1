import type { Data, Task } from '../../workflows/durable/types.ts'
import type { CycleState } from '../../workflows/practice-cycle/state.ts'
import { awaited } from '../../workflows/practice-cycle/trainees.ts'
import { CALENDAR } from './outside.ts'
import { PARTNER } from './people.ts'
import type { Runner } from './runner.ts'
import { ITEMS, LAUNCH, POINTS, paperOf, REQUISITES, TERMS, WORK } from './story.ts'

const REASON = { reason: 'for a reason' }
const weeksOf = ({ data }: Task): number[] => data.weeks as number[]
const ITEM_NAMES = Object.keys(ITEMS)

/** What a person might send with a decision: mostly right, now and then out of date or on the wrong side. */
export function answerTo(runner: Runner, id: string, task: Task, decision: string, n: number): Data {
  const one = <T>(list: readonly T[]): T => list[n % list.length] as T
  const day = (days: number): string =>
    CALENDAR.dayOf(new Date(Date.parse(runner.now) + days * 86_400_000).toISOString())
  // All of them, the first, or now and then one that is not waited for.
  const some = (weeks: number[]): number[] =>
    n % 13 === 12 ? [...weeks, 50] : n % 3 === 0 ? weeks.slice(0, 1) : weeks
  const soon = day((n % 30) + 1)
  const item = Object.values(ITEMS).find(([kind]) => kind === task.kind)
  if (decision === 'delegate' || decision === 'reassign') {
    return {
      to: one(['secretary', 'teacher', 'admin', 'hr', 'deputy', 'gone', 'foreign', 'legal']),
      ...REASON,
    }
  }
  if (decision === 'giveUp') return REASON
  if (decision === 'extend') return { days: (n % 10) + 1, ...REASON }
  const { hash } = runner.state<Data>(id)
  const text = n % 9 === 8 ? '0'.repeat(64) : String(hash ?? '')
  switch (task.kind) {
    case 'agreeMeeting':
      return { ...item?.[1], on: soon, ownTerritory: n % 3 === 0 }
    case 'chooseRepresentative':
      return {
        representative: one(['vice', 'teacher', 'admin', 'rector', 'hr', 'unreachable']),
        contact: one(['hr', 'director', 'foreign']),
      }
    case 'decideVisit':
      if (decision === 'approve') return { number: '4', date: day(n % 7 === 6 ? 1 : 0) }
      return decision === 'return'
        ? { remarks: 'x', items: [one(ITEM_NAMES), one(['goals', 'territory'])] }
        : REASON
    case 'holdMeeting':
      if (decision !== 'held') return { reason: decision === 'moved' ? 'illness' : 'noOneCame', on: soon }
      return {
        outcome: 'x',
        actions:
          n % 2 === 0 ? [] : [{ what: 'x', owner: one(['hr', 'admin', 'gone', 'foreign']), due: soon }],
      }
    case 'answerProposal':
    case 'answerCounterProposal':
      return decision === 'counter' ? { text: 'x' } : decision === 'refuse' ? REASON : {}
    case 'confirmMeetingRecord':
    case 'agreeSchedule':
      return ['correct', 'return', 'object'].includes(decision) ? { remarks: 'x' } : {}
    case 'answerCorrection':
      if (decision === 'disagree') return { text: 'x' }
      return {
        outcome: 'y',
        ...(n % 2 === 0 ? {} : { actions: [{ what: 'y', owner: one(['hr', 'admin']), due: soon }] }),
      }
    case 'decideRecord':
      return decision === 'settle' ? REASON : {}
    case 'decideCommitment':
      return decision === 'settle' ? REASON : { due: soon }
    case 'decideSitting':
    case 'decideGraduates':
      if (decision === 'postpone') return { on: day((n % 50) - 2), ...REASON }
      return decision === 'lookAgain' ? {} : REASON
    case 'launchAgreement':
      return LAUNCH
    case 'fulfilCommitment':
      return { evidence: 'x' }
    case 'reviewPartnership':
      return { findings: 'x', recommendations: [{ what: 'x', owner: 'admin', due: soon }] }
    case 'giveRequisites':
      return { ...REQUISITES, signatory: one(['director', 'deputy', 'rector']) }
    case 'draftAgreement': {
      const renewal = one(['fixed', 'automatic'])
      const notice = renewal === 'automatic' ? { optOutNoticeDays: 30 } : {}
      const validTo = day(one([300, 700, -5]))
      return {
        ...TERMS,
        ...notice,
        renewal,
        validFrom: day(0),
        validTo,
        signatory: one(['rector', 'vice', 'admin']),
      }
    }
    case 'approveDraft':
      return {
        hash: text,
        ...(decision === 'return' ? { remarks: 'x' } : decision === 'reject' ? REASON : {}),
      }
    case 'signAgreement':
      if (decision === 'decline') return REASON
      if (decision === 'paper') return { hash: text, scan: 'a'.repeat(64) }
      return { hash: text, ...(decision === 'sign' ? { consent: true } : { system: 'x', reference: 'x' }) }
    case 'confirmSchedule':
      return decision === 'dropLines'
        ? { lines: [one(['L01', 'L02', 'L09'])], ...REASON }
        : decision === 'cancel'
          ? REASON
          : {}
    case 'issuePaper':
      return n % 7 === 6 ? {} : paperOf(runner, String(task.data.side))
    case 'decideGate': {
      const length = n % 2 === 0 ? 26 : 12
      return decision === 'postpone' ? { start: soon, end: day((n % 30) + 1 + length), ...REASON } : REASON
    }
    case 'confirmAttendance': {
      const trainee = `${String(task.data.line)}s${(n % 2) + 1}`
      const named = n % 2 === 0 ? {} : { weeks: some(weeksOf(task)) }
      if (n % 5 === 4) return { ...named, absent: [], didNotShow: [trainee] }
      const week = n % 7 === 6 ? {} : { week: one(weeksOf(task)) }
      return { ...named, absent: n % 3 === 0 ? [{ trainee, ...week, days: 1 }] : [], didNotShow: [] }
    }
    case 'recordDefence': {
      const line = runner.state<CycleState>(id).lines.find(({ code }) => code === task.data.line)
      const expected = line === undefined ? [] : awaited(line)
      const absent = n % 4 === 3 ? expected.slice(0, 1) : []
      const here = expected.filter((trainee) => !absent.includes(trainee))
      const tasks = n % 3 === 2 ? 10 : 50
      const results = here.map((trainee) => ({ trainee, components: { ...POINTS, tasks } }))
      return { on: day(0), room: '1', results, absent }
    }
    case 'evaluateTrainee':
      return { ...WORK, employmentOffer: true }
    case 'answerFollowUp':
      return { employed: true, employedAtPartner: n % 2 === 0, employer: PARTNER }
    case 'nameReplacement':
      return decision === 'name' ? { expert: one(['expertA', 'expertB', 'expertC', 'teacher']) } : REASON
    case 'answerInvitation':
      return decision === 'decline' ? REASON : {}
    case 'verifyPaper':
      return decision === 'reject' ? REASON : {}
    case 'recordResults': {
      const { graduates } = runner.state<{ graduates: string[] }>(id)
      const result = { score: 80, grade: '4', qualification: true, honours: false, absent: false }
      return {
        room: '1',
        startAt: '09:00',
        endAt: '16:00',
        results: graduates.map((graduate) => ({ graduate, ...result })),
      }
    }
    case 'assessPreparation':
      return { theory: 1, skills: 1, readiness: 1, text: 'x' }
    case 'writeDiary':
      return { weeks: some(weeksOf(task)).map((week) => ({ week, text: 'x', hours: 36 })) }
    case 'confirmDiary': {
      const named = n % 2 === 0 ? {} : { weeks: some(weeksOf(task)) }
      return decision === 'return' ? { ...named, remarks: 'x' } : named
    }
    case 'submitReport':
      return { title: 'x', pages: 20 }
    case 'analysePerformance':
      return { score: 90, text: 'x' }
    case 'closeCycle':
      return { report: 'x' }
    case 'resolveRefusal':
      return decision === 'acknowledge' ? REASON : {}
    case 'approveException':
    case 'decideSilence':
      if (decision === 'tryAgain') return {}
      return n % 2 === 0 ? REASON : { ...REASON, ...(decision === 'close' && { settle: 'x' }) }
    default:
      return item?.[1] ?? {}
  }
}
