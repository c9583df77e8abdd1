import { labelOf, problemSentence } from '../../messages/forms.ts'
import type { Body } from '../../schema/contracts/forms/posted.ts'
import { treeOf } from '../../schema/contracts/forms/posted.ts'
import { problemsOf } from '../../schema/contracts/forms/problems.ts'
import { readPosted } from '../../schema/contracts/forms/read.ts'
import { Refused } from '../../schema/refused.ts'
import type { Data } from '../../workflows/durable/types.ts'
import type { Form } from './form.ts'

/** What is wrong with an answer, to stand beside it and in the list above. */
export interface WrongAnswer {
  /** The name under which it was posted: `actions.0.due`. */
  name: string
  label: string
  /** What would be right. */
  sentence: string
}

export interface Answer {
  /** As the contract wants it; not to be used while something is wrong. */
  data: Data
  wrong: readonly WrongAnswer[]
}

/**
 * What was posted from a form. Nothing but what the contract asks for is read.
 * @throws Refused textTooLong, invalidInput where it is more than any form holds.
 */
export function read(
  form: Pick<Form, 'kind' | 'decision' | 'language' | 'pages' | 'contract'>,
  body: Body,
): Answer {
  const { kind, decision, language, contract } = form
  const posted = treeOf(body)
  if ('fault' in posted) throw new Refused(posted.fault === 'tooLong' ? 'textTooLong' : 'invalidInput')
  const found = readPosted(form.pages.flat(), posted)
  const checked = contract.data.safeParse(found.data, { reportInput: true })
  if (checked.success) return { data: checked.data as Data, wrong: [] }
  const wrong = problemsOf(contract, checked.error, found).map((problem) => ({
    name: problem.path,
    label: labelOf(language, { kind, decision, path: problem.path.replace(/\.\d+/g, '.*') }),
    sentence: problemSentence(language, problem),
  }))
  return { data: found.data, wrong }
}
