import type { Diary, PlacementState } from './state.ts'

/** A diary as it was kept when every week was a task of its own. */
type Earlier = Record<string, { step: 'asked' | 'written' }>

/** A state recorded when every week of the diary was a task of its own, as it is kept now. */
export function upcast(state: unknown): PlacementState {
  const { diary } = state as { diary: Diary | Earlier }
  return 'turn' in (diary.asked ?? {})
    ? (state as PlacementState)
    : { ...(state as PlacementState), diary: diaryOf(diary as Earlier) }
}

function diaryOf(earlier: Earlier): Diary {
  const weeksIn = (step: 'asked' | 'written'): Diary['asked'] => {
    const weeks = Object.entries(earlier).flatMap(([week, entry]) =>
      entry.step === step ? [Number(week)] : [],
    )
    return { weeks, turn: weeks.length }
  }
  return { asked: weeksIn('asked'), written: weeksIn('written') }
}
