import type { OpenTask } from '../tasks.ts'
import { agreement } from './agreement.ts'
import { certification } from './certification.ts'
import type { Behaviour, Cast, Intention } from './intention.ts'
import { partnership } from './partnership.ts'
import { practice } from './practice.ts'

export type { Cast, Intention }

const BEHAVIOURS: Record<string, Behaviour> = { ...partnership, ...agreement, ...practice, ...certification }

export function intentionOf(task: OpenTask, cast: Cast): Intention {
  const behaviour = BEHAVIOURS[task.kind]
  if (behaviour === undefined) throw new Error(`nobody in the story knows what to do with ${task.kind}`)
  return behaviour(task, cast)
}
