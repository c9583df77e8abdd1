import type { Form } from '../../client/forms/form.ts'
import type { Body } from '../../schema/contracts/forms/posted.ts'
import type { Filling } from '../fields.ts'
import type { Html } from '../html.ts'
import type { OwnTask } from '../task.ts'

/** Where people look hardest: the same contract, asked in the way in which its answer is thought of. */
export interface View {
  draw(known: OwnTask, form: Form, filling: Filling): Html
  /** What was posted from it under the names of the contract; null where it was not this view that posted. */
  read(known: OwnTask, form: Form, posted: Body): Body | null
}
