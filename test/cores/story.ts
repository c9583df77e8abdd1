import type { Data, Task } from '../../workflows/durable/types.ts'
import type { CycleState } from '../../workflows/practice-cycle/state.ts'
import { awaited } from '../../workflows/practice-cycle/trainees.ts'
import { asData } from './outside.ts'
import { PARTNER } from './people.ts'
import type { Doing } from './runner.ts'
import { Runner } from './runner.ts'

export const P = 'partnership/p1'
export const A = 'agreement/p1-1'
export const C = 'practice-cycle/p1-1/2026-2027'
export const S = 'attestation/s1'
export const placement = (line: string, n: number): string =>
  `placement/p1-1-2026-2027-${line}-${String(n).padStart(2, '0')}`

const TEXT = 'as agreed'

export const ITEMS: Record<string, [string, Data]> = {
  questions: [
    'answerQuestions',
    { whatIsCooperation: TEXT, problemsToSolve: TEXT, mainPartner: TEXT, whatWeGive: TEXT },
  ],
  goals: ['clarifyGoals', { goal: TEXT, tasks: ['places'] }],
  partnerInfo: ['collectPartnerInfo', { mainDirections: TEXT, tradeUnion: 'yes' }],
  meeting: ['agreeMeeting', { on: '2026-12-08', time: '10:00', place: 'their office', ownTerritory: false }],
  representative: ['chooseRepresentative', { representative: 'vice', contact: 'hr' }],
  package: [
    'preparePackage',
    { proposals: [{ form: 'studentPractice', offer: TEXT, benefit: TEXT, ask: TEXT }] },
  ],
  territory: ['prepareTerritory', { room: '101', responsible: 'teacher', breakPlanned: true }],
}

/** Completes a task that must be accepted. */
export function must(runner: Runner, id: string, name: string, decision: string, doing: Doing = {}): void {
  const refusal = runner.do(id, name, decision, doing)
  if (refusal !== null) throw new Error(`${name} ${decision}: ${JSON.stringify(refusal)}`)
}

export function begin(runner = new Runner()): Runner {
  runner.begin(
    'partnership',
    P,
    asData({
      id: 'p1',
      partner: PARTNER,
      administrator: 'admin',
      language: 'en',
      forms: ['studentPractice'],
    }),
  )
  return runner
}

export function prepare(runner: Runner, but: Record<string, Data> = {}): Runner {
  for (const [item, [kind, data]] of Object.entries(ITEMS)) {
    if (item !== 'territory') must(runner, P, kind, 'record', { data: { ...data, ...but[item] } })
  }
  return runner
}

export function approveVisit(runner: Runner): Runner {
  must(runner, P, 'decideVisit', 'approve', { data: { number: '4', date: '2026-11-23' } })
  return runner
}

export function holdMeeting(runner: Runner, actions: Data[] = []): Runner {
  runner.advance('2026-12-08T08:00:00.000Z')
  must(runner, P, 'holdMeeting', 'held', { data: { outcome: TEXT, actions } })
  return runner
}

/** A partnership whose partner accepted the proposal. */
export function contracting(runner = new Runner()): Runner {
  holdMeeting(approveVisit(prepare(begin(runner))))
  must(runner, P, 'answerProposal', 'accept')
  return runner
}

export const LAUNCH = { kind: 'cooperationAgreement', language: 'en', forms: ['studentPractice'] }

export const REQUISITES: Data = {
  legalName: 'ZKM',
  address: 'Navoiy',
  taxId: '302841190',
  bankAccount: '20208000400100112001',
  bankName: 'Bank',
  bankMfo: '00205',
  phone: '+998 79 223-40-50',
  email: 'office@zkm.example',
  signatory: 'director',
  authority: { basis: 'charter' },
}

export const TERMS: Data = {
  validFrom: '2026-12-20',
  validTo: '2029-08-31',
  renewal: 'fixed',
  terminationNoticeDays: 30,
  coordinatorInstitution: 'admin',
  coordinatorPartner: 'hr',
  signatory: 'rector',
  signatoryAuthority: { basis: 'charter' },
  paid: false,
}

/** An agreement of which the partner gave its requisites. */
export function drafting(runner = new Runner()): Runner {
  contracting(runner)
  must(runner, P, 'launchAgreement', 'launch', { data: LAUNCH })
  must(runner, A, 'giveRequisites', 'give', { data: REQUISITES })
  return runner
}

export function submit(runner: Runner, terms: Data = {}): Runner {
  must(runner, A, 'draftAgreement', 'submit', { data: { ...TERMS, ...terms } })
  return runner
}

export const hashOf = (runner: Runner, id = A): string => String(runner.state<Data>(id).hash)

export function approve(runner: Runner): Runner {
  for (const role of ['departmentHead', 'legalOfficer', 'financeOfficer', 'qualityOfficer']) {
    must(runner, A, `approve.${role}`, 'approve', { data: { hash: hashOf(runner) } })
  }
  return runner
}

export const consent = (runner: Runner): Doing => ({ data: { hash: hashOf(runner), consent: true } })

export function signing(runner = new Runner(), terms: Data = {}): Runner {
  return approve(submit(drafting(runner), terms))
}

/** An agreement in force, and with it an operating partnership whose practice cycle has been opened. */
export function operating(runner = new Runner(), terms: Data = {}): Runner {
  signing(runner, terms)
  must(runner, A, 'sign.director', 'sign', consent(runner))
  must(runner, A, 'sign.rector', 'sign', consent(runner))
  return runner
}

/** What completes an `issuePaper` task: the employer types its own next number and date. */
export function paperOf(runner: Runner, side: string): Data {
  return side === 'partner' ? { number: runner.nextNumber(), date: runner.now.slice(0, 10) } : {}
}

/** A cycle whose schedule both sides agreed on. */
export function ordering(runner = new Runner()): Runner {
  operating(runner).days(1)
  must(runner, C, 'confirmSchedule', 'confirm')
  must(runner, C, 'agreeSchedule', 'agree')
  return runner
}

/** Issues every paper whose turn it is or comes, but those named. */
export function issueAll(runner: Runner, but: string[] = []): Runner {
  for (;;) {
    const next = runner
      .process(C)
      .tasks()
      .find(({ kind, data }) => kind === 'issuePaper' && !but.includes(String(data.paper)))
    if (next === undefined) return runner
    const { side } = next.data
    must(runner, C, next.key, 'issue', { data: paperOf(runner, String(side)) })
  }
}

/** A cycle whose pack is complete, on the day before the start. */
export function ready(runner = new Runner()): Runner {
  issueAll(ordering(runner))
  return runner
}

/** The lines of the default cycle at practice. */
export function running(runner = new Runner()): Runner {
  ready(runner).advance('2027-02-08T06:00:00.000Z')
  return runner
}

export const WORK = { competences: [{ code: 'safety', level: 5 }], work: TEXT, attitude: TEXT, hostScore: 18 }
export const POINTS = { attendance: 10, host: 18, tasks: 50, report: 9 }

/** The diary of all weeks a task asks for. */
export const diaryOf = ({ data }: Task): Data => ({
  weeks: (data.weeks as number[]).map((week) => ({ week, text: TEXT, hours: 36 })),
})

/** Diaries written and confirmed, attendance confirmed, evaluations and reports given, week by week. */
export function practise(runner: Runner, but: string[] = [], daily: () => void = () => {}): Runner {
  const doings: Record<string, [string, Data]> = {
    confirmAttendance: ['confirm', { absent: [], didNotShow: [] }],
    confirmDiary: ['confirm', {}],
    evaluateTrainee: ['evaluate', { ...WORK, employmentOffer: true }],
    submitReport: ['submit', { title: TEXT, pages: 20 }],
    issuePaper: ['issue', {}],
  }
  while (runner.now < '2027-03-12') {
    for (const hosted of [...runner.processes.values()]) {
      for (const task of hosted.tasks()) {
        const doing = task.kind === 'writeDiary' ? (['write', diaryOf(task)] as const) : doings[task.kind]
        if (doing === undefined || but.includes(task.kind)) continue
        // The diary of the week that begins next is asked for already.
        if (task.kind === 'writeDiary' && String(task.data.ended) > runner.now) continue
        const data = task.kind === 'issuePaper' ? paperOf(runner, String(task.data.side)) : doing[1]
        must(runner, hosted.id, task.key, doing[0], { data })
      }
    }
    daily()
    runner.days(1)
  }
  return runner
}

export const results = (trainees: string[]): Data[] =>
  trainees.map((trainee) => ({ trainee, components: POINTS }))

export function defend(runner: Runner, line = 'L01', absent: string[] = []): Runner {
  const found = runner.state<CycleState>(C).lines.find(({ code }) => code === line)
  const here = (found === undefined ? [] : awaited(found)).filter((one) => !absent.includes(one))
  const data = { on: runner.now.slice(0, 10), room: '214', results: results(here), absent }
  must(runner, C, `defence.${line}`, 'record', { data })
  return runner
}
