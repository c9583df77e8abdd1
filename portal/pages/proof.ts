import type { TaskDetail } from '../../client/reads/tasks.ts'
import type { Body } from '../../schema/contracts/forms/posted.ts'
import type { Shown } from '../answer.ts'
import type { Html } from '../html.ts'
import type { KnownVisit } from '../visit.ts'

/** A page between that asks for what only the person has; null where nothing is to be proven, or all is. */
export async function proofNeeded(
  _visit: KnownVisit,
  _task: TaskDetail,
  _decision: string,
  _posted: Body,
): Promise<(Shown & { inside: Html }) | null> {
  return null
}
