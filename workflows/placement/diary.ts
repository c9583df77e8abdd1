import { addDays, lastDayOfWeek } from '../durable/days.ts'
import type { Data, Day, Due, Owner, Refusal, Task } from '../durable/types.ts'
import { refuse } from '../durable/types.ts'
import { LATE, strayOf } from '../durable/weeks.ts'
import type { Common, Diary, PlacementEvent, PlacementState, Weeks } from './state.ts'

type State = PlacementState
type Event = PlacementEvent

export const NO_DIARY: Diary = { asked: { weeks: [], turn: 0 }, written: { weeks: [], turn: 0 } }

const joined = ({ weeks, turn }: Weeks, week: number): Weeks => ({
  weeks: [...weeks, week].sort((a, b) => a - b),
  turn: turn + 1,
})

const parted = (from: Weeks, week: number): Weeks =>
  from.weeks.includes(week) ? { weeks: from.weeks.filter((one) => one !== week), turn: from.turn + 1 } : from

/** From its beginning on a week is written about; weeks that were skipped stay open. */
export function openDiary(common: Common, week: number): Common {
  if (week <= common.week) return common
  return { ...common, week, diary: { ...common.diary, asked: joined(common.diary.asked, week) } }
}

export const written = ({ asked, written }: Diary, week: number): Diary => ({
  asked: parted(asked, week),
  written: joined(written, week),
})

export const returned = ({ asked, written }: Diary, week: number): Diary => ({
  asked: joined(asked, week),
  written: parted(written, week),
})

export const confirmed = ({ asked, written }: Diary, week: number): Diary => ({
  asked,
  written: parted(written, week),
})

/** Weeks nobody wrote about, whether they were asked for already or not. */
export const unwritten = ({ diary, week, weeks }: Common): number[] => [
  ...diary.asked.weeks,
  ...Array.from({ length: Math.max(0, weeks - week) }, (_, n) => week + n + 1),
]

/** Some of the weeks that are missing, or all of them, each with what was done in it. */
export function writeDiary(state: State, data: Data, today: Day): Event[] | Refusal {
  const entries = data.weeks as { week: number; text: string; hours: number }[]
  const weeks = entries.map(({ week }) => week)
  const stray = strayOf(weeks, state.diary.asked.weeks)
  if (stray !== undefined) return refuse('weekNotAwaited', { week: stray })
  const last = Math.max(...weeks)
  const begins = addDays(state.start, (last - 1) * 7)
  if (today < begins) return refuse('weekNotBegun', { week: last, date: begins })
  return entries.map(({ week, text, hours }) => ({ type: 'diaryWritten', week, text, hours }))
}

/** The mentor's word counts for all that is written, unless he names weeks. */
export function answerDiary(state: State, data: Data): Event[] | Refusal {
  const waiting = state.diary.written.weeks
  const weeks = (data.weeks ?? waiting) as number[]
  const stray = strayOf(weeks, waiting)
  if (stray !== undefined) return refuse('weekNotAwaited', { week: stray })
  return weeks.map((week) =>
    data.decision === 'confirm'
      ? { type: 'diaryConfirmed', week }
      : { type: 'diaryReturned', week, remarks: String(data.remarks) },
  )
}

/** However many weeks are late, the trainee has one task and the mentor has one. */
export function diaryTasks(state: State): Task[] {
  const { trainee, mentor, policy, diary } = state
  const found: Task[] = []
  const { asked, written } = diary
  const since = ({ weeks: [oldest = 1] }: Weeks): Day => lastDayOfWeek(state, oldest)
  if (asked.weeks.length > 0) {
    const due = { workingDays: policy.diaryWorkingDays, from: since(asked) }
    const data = { weeks: asked.weeks, ended: since(asked), trainee }
    const ladder = ladderOf(state, asked, 'diary')
    found.push(task(`diary.${asked.turn}`, 'writeDiary', { person: trainee }, due, ladder, data))
  }
  if (written.weeks.length > 0) {
    const due = { workingDays: policy.confirmWorkingDays }
    const data = { weeks: written.weeks, ended: since(written), trainee }
    const key = `confirm.${written.turn}`
    const ladder = ladderOf(state, written, 'weekly')
    found.push(byMentor(state, task(key, 'confirmDiary', { person: mentor }, due, ladder, data)))
  }
  return found
}

/** Who leaves several weeks undone hears of it with each week that is added: reminders between are too many letters. */
const ladderOf = ({ stage }: State, { weeks }: Weeks, usual: string): string =>
  stage === 'running' && weeks.length > 1 ? LATE : usual

/** What the mentor is asked another mentor of the enterprise may do. */
export const byMentor = ({ partner }: State, asked: Task): Task => ({
  ...asked,
  holders: { roles: ['mentor'], side: partner },
})

/**
 * What a person is asked is his own. Nothing here is waited for without an end: the cycle calls the defence at the
 * latest, with whatever is there, and a follow-up lapses.
 */
export function task(
  key: string,
  kind: string,
  owner: Owner,
  due: Due,
  ladder: string,
  data: Data = {},
): Task {
  const own = 'person' in owner ? { holders: null } : {}
  return { wait: 'task', key, kind, owner, due, ladder, data, lapses: true, ...own }
}
