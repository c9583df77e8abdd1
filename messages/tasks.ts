import type { Data } from '../workflows/durable/types.ts'
import { message } from './index.ts'
import { TASK_MINUTES } from './keys.ts'
import type { Reader } from './readable.ts'
import { readable, severalWeeks } from './readable.ts'

export interface TaskWords {
  /** Verb phrase with a capital: “Appoint mentors for 10 students”. */
  do: string
  /** The same for the subject of a letter, which is cut where it is long. */
  subject: string
  /** One sentence: why it matters. */
  why: string
  /** Minutes the step usually takes. */
  minutes: number
}

/** What a task counts, for the plural of its phrase. */
const COUNTED = ['trainees', 'lines', 'months'] as const

const countIn = (data: Data): number => {
  const counted = COUNTED.find((name) => typeof data[name] === 'number')
  return counted === undefined ? severalWeeks(data) : Number(data[counted])
}

/**
 * By what tasks of a kind are told apart where several are open at once, beside what their phrase always says. Tasks
 * from before it was kept do without.
 */
const TOLD_APART: Readonly<Record<string, readonly string[]>> = {
  answerFollowUp: ['trainee'],
  approveException: ['representative'],
  issuePaper: ['site'],
  nameReplacement: ['expert'],
  repairEffect: ['paper'],
  submitReport: ['trainee'],
  verifyPaper: ['person'],
  writeDiary: ['trainee'],
}

const isApart = (kind: string, data: Data): boolean =>
  TOLD_APART[kind]?.every((field) => typeof data[field] === 'string' && data[field] !== '') === true

/** The words of a task from its kind and data, wherever it is shown. */
export function describeTask(kind: string, data: Data, reader: Reader): TaskWords {
  const params = { ...readable(data, reader), count: countIn(data) }
  return {
    do: message(
      reader.language,
      `task.${kind}.do`,
      isApart(kind, data) ? { ...params, context: 'apart' } : params,
    ),
    subject: message(reader.language, `task.${kind}.do`, { ...params, context: 'short' }),
    why: message(reader.language, `task.${kind}.why`, params),
    minutes: TASK_MINUTES[kind] ?? 0,
  }
}
