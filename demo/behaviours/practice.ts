import type { Data } from '../../workflows/durable/types.ts'
import type { Line } from '../../workflows/practice-cycle/state.ts'
import { awaited } from '../../workflows/practice-cycle/trainees.ts'
import type { OpenTask } from '../tasks.ts'
import { type Behaviour, type Cast, type Intention, list, text } from './intention.ts'

const WEEK_WITHOUT_ATTENDANCE = 4

export const practice: Record<string, Behaviour> = {
  confirmSchedule: (task) =>
    Number(task.data.lines) === 0
      ? {
          after: 2,
          decision: 'cancel',
          data: { reason: 'Yangi oʻquv yilida bu hamkor bilan amaliyot hali rejalashtirilmagan.' },
        }
      : { after: 0, decision: 'confirm' },
  agreeSchedule: () => ({ after: 1, decision: 'agree' }),
  issuePaper: (task, cast) => issuePaper(task, cast),
  decideGate: () => ({
    after: 0,
    decision: 'exception',
    data: { reason: 'Yetishmayotgan hujjat ertaga keladi.' },
  }),
  confirmAttendance: (task, cast) => {
    const lines = list(task.state.lines)
    const first = lines[0]
    const line = lines.find((one) => one.code === task.data.line)
    const trainees = (line?.trainees ?? []) as string[]
    const present = awaitedOn(line)
    const absentee = present[Math.floor(cast.random(task) * present.length)]
    const weeks = task.data.weeks as number[]
    const noShow = weeks.includes(1) && line?.code === first?.code ? trainees[3] : undefined
    const absent =
      absentee === undefined || absentee === noShow
        ? []
        : weeks.filter((week) => week % 3 === 0).map((week) => ({ trainee: absentee, week, days: 1 }))
    const data: Data = { absent, didNotShow: noShow === undefined ? [] : [noShow] }
    const forgotten = weeks.at(-1) === WEEK_WITHOUT_ATTENDANCE && line?.code === lines[1]?.code
    return forgotten ? { fromDue: 5, decision: 'confirm', data } : { after: 1, decision: 'confirm', data }
  },
  recordDefence: (task, cast) => {
    const line = list(task.state.lines).find((one) => one.code === task.data.line)
    const trainees = awaitedOn(line)
    const results = trainees.map((trainee, n) => {
      const weak = n === trainees.length - 1 && line?.code === list(task.state.lines)[1]?.code
      const better = Math.floor(cast.random(task) * 10)
      return {
        trainee,
        components: {
          attendance: 10,
          host: weak ? 8 : 15 + (better % 6),
          tasks: weak ? 28 : 45 + better,
          report: weak ? 4 : 8,
        },
      }
    })
    const on = task.opened.toISOString().slice(0, 10)
    return { after: 1, decision: 'record', data: { on, room: '214', results, absent: [] } }
  },
  closeCycle: () => ({
    after: 2,
    decision: 'close',
    data: {
      report: 'Barcha amaliyotchilar boʻyicha natija bor; ikki tomonning hujjatlari yigʻmajildga tikilgan.',
    },
  }),
  writeDiary: (task) => ({
    fromDue: -2,
    decision: 'write',
    data: {
      weeks: (task.data.weeks as number[]).map((week) => ({
        week,
        text: `${week}-hafta: individual reja boʻyicha ishlar, oʻlchovlar, kundalik qaydlar.`,
        hours: 36,
      })),
    },
  }),
  confirmDiary: () => ({ after: 1, decision: 'confirm' }),
  evaluateTrainee: (task, cast) => ({
    after: 1,
    decision: 'evaluate',
    data: {
      competences: [
        { code: 'technology', level: 3 + Math.floor(cast.random(task) * 3) },
        { code: 'safety', level: 5 },
        { code: 'teamwork', level: 4 },
      ],
      work: 'Smenaning barcha ishlarida qatnashdi va jurnal yuritdi.',
      attitude: 'Ehtiyotkor, vaqtga rioya qiladi, savol beradi.',
      hostScore: 15 + Math.floor(cast.random(task) * 6),
      employmentOffer: cast.random(task) > 0.5,
    },
  }),
  submitReport: (task, cast) => ({
    after: 1,
    decision: 'submit',
    data: { title: 'Bitiruv oldi amaliyoti hisoboti', pages: 20 + Math.floor(cast.random(task) * 15) },
  }),
  answerFollowUp: (task, cast) => {
    const employed = cast.random(task) > 0.25
    const here = employed && cast.random(task) > 0.4
    const employer = here ? '“Zarafshon kon-metallurgiya majmuasi” AJ' : 'Hududdagi boshqa korxona'
    return {
      after: 2,
      decision: 'answer',
      data: employed ? { employed, employedAtPartner: here, employer, since: '2027-08-02' } : { employed },
    }
  },
  analysePerformance: () => ({
    after: 3,
    decision: 'analyse',
    data: { score: 84, text: 'Mustaqil ishlaydi, uskunalarni biladi.' },
  }),
}

/** Trainees of a line whose placement has no outcome yet. */
const awaitedOn = (line: Data | undefined): string[] =>
  line === undefined ? [] : awaited(line as unknown as Line)

/** Where an employer's own series stand, and their letter. */
const EMPLOYER_SERIES: Record<string, readonly [first: number, letter: string]> = {
  orderAcceptingStudents: [41, 'ich'],
  orderAppointingMentors: [44, 'ich'],
  siteAcceptanceCertificate: [12, 'qd'],
  safetyBriefingRecord: [7, 'xt'],
}
/** Between two waves an employer issues other papers, too. */
const BETWEEN_WAVES = 10

/** By wave and edition: tasks of several waves open at once, and none of them knows what the others will bear. */
function employerNumber(task: OpenTask, paper: string): string {
  const [first, letter] = EMPLOYER_SERIES[paper] ?? [1, 'x']
  const waves = [...new Set(list(task.state.lines).map(({ wave }) => text(wave)))].sort()
  const wave = Math.max(0, waves.indexOf(text(task.data.instance).split('@')[1] ?? ''))
  const editions = list(task.state.papers).filter(({ instance }) => instance === task.data.instance).length
  return `${first + BETWEEN_WAVES * (wave + waves.length * editions)}-${letter}`
}

/** The employer's order appointing mentors is missing a week before the start, and is chased. */
function issuePaper(task: OpenTask, _cast: Cast): Intention {
  const paper = text(task.data.paper)
  if (task.data.side !== 'partner') return { after: 1, decision: 'issue' }
  const intention: Intention =
    paper === 'orderAppointingMentors' ? { fromDue: 4, decision: 'issue' } : { after: 2, decision: 'issue' }
  return { ...intention, data: { number: employerNumber(task, paper), date: 'today' } }
}
