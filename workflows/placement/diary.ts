import { lastDayOfWeek } from '../durable/days.ts'
import type { Data, Due, Owner, Task } from '../durable/types.ts'
import type { Common, PlacementState } from './state.ts'

type State = PlacementState

/** From its beginning on a week is written about; weeks that were skipped stay open. */
export function openDiary(common: Common, week: number): Common {
  if (week <= common.week) return common
  return { ...common, week, diary: { ...common.diary, [week]: { step: 'asked', attempt: 1 } } }
}

export function withDiary(state: State, week: number, step: 'asked' | 'written', more: number): State {
  const attempt = (state.diary[week]?.attempt ?? 1) + more
  return { ...state, diary: { ...state.diary, [week]: { step, attempt } } }
}

export function diaryTasks(state: State): Task[] {
  return Object.entries(state.diary).map(([week, { step, attempt }]) => {
    const ended = lastDayOfWeek(state, Number(week))
    const data = { week: Number(week), ended, trainee: state.trainee }
    return step === 'asked'
      ? task(
          `diary.${week}.${attempt}`,
          'writeDiary',
          { person: state.trainee },
          { workingDays: state.policy.diaryWorkingDays, from: ended },
          'diary',
          data,
        )
      : byMentor(
          state,
          task(
            `confirm.${week}.${attempt}`,
            'confirmDiary',
            { person: state.mentor },
            { workingDays: state.policy.confirmWorkingDays },
            'weekly',
            data,
          ),
        )
  })
}

/** What the mentor is asked another mentor of the enterprise may do. */
export const byMentor = ({ partner }: State, asked: Task): Task => ({
  ...asked,
  holders: { roles: ['mentor'], side: partner },
})

/** What a person is asked is his own. */
export function task(
  key: string,
  kind: string,
  owner: Owner,
  due: Due,
  ladder: string,
  data: Data = {},
): Task {
  const own = 'person' in owner ? { holders: null } : {}
  return { wait: 'task', key, kind, owner, due, ladder, data, ...own }
}
