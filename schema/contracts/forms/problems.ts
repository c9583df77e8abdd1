import type { ZodError, z } from 'zod'
import type { DecisionContract } from '../tasks.ts'
import { characterIn } from '../text.ts'
import type { Read } from './read.ts'
import type { Shape } from './shape.ts'
import { shapeAt } from './shape.ts'

/** What can be wrong with an answer; each says in words under form.wrong what would be right. */
export const PROBLEMS = [
  'required',
  'chooseOne',
  'chooseSome',
  'namePerson',
  'fileMissing',
  'consentMissing',
  'tooLong',
  'controlCharacter',
  'unwritable',
  'damaged',
  'notADay',
  'notATime',
  'notANumber',
  'notWhole',
  'notASum',
  'outOfRange',
  'tooSmall',
  'tooLarge',
  'notDigits',
  'notInList',
  'notAnEmail',
  'notAPhone',
  'tooFewRows',
  'tooManyRows',
  'datesOutOfOrder',
  'unknown',
] as const
export type ProblemCode = (typeof PROBLEMS)[number]

export interface Problem {
  /** The name under which it was posted. */
  path: string
  code: ProblemCode
  params: Record<string, string | number>
}

type Issue = z.core.$ZodIssue

const isProblem = (text: string): text is ProblemCode => PROBLEMS.some((code) => code === text)

/** Everything that is wrong, each thing at the place where it was posted; several things of one answer are all told. */
export function problemsOf(contract: DecisionContract, error: ZodError, read: Read): Problem[] {
  const found = error.issues.flatMap((issue): Problem[] => {
    // A part the contract does not have cannot come from a form.
    if (issue.code === 'unrecognized_keys') return []
    const steps = issue.path.map(String)
    const problem = problemOf(issue, shapeAt(contract, steps.join('.')))
    return [{ path: postedPath(steps, read), ...problem }]
  })
  const keys = found.map((problem) => JSON.stringify(problem))
  return found.filter((_, n) => keys.indexOf(keys[n] ?? '') === n)
}

/** Rows that were left empty are not in the data: what is wrong with the second row may have been typed in the third. */
function postedPath(steps: readonly string[], { rows }: Read): string {
  const posted: string[] = []
  const inData: string[] = []
  for (const step of steps) {
    const numbers = rows.get(inData.join('.'))
    posted.push(numbers === undefined ? step : String(numbers[Number(step)] ?? step))
    inData.push(step)
  }
  return posted.join('.')
}

type Said = Omit<Problem, 'path'>

function problemOf(issue: Issue, shape: Shape | undefined): Said {
  const character = characterIn(issue)
  if (character !== undefined) return { code: 'unwritable', params: { character } }
  const isMissing = 'input' in issue && issue.input === undefined
  if (issue.code === 'custom' && isProblem(issue.message)) return { code: issue.message, params: {} }
  if (shape === undefined) return { code: 'unknown', params: {} }
  if (isMissing || issue.message === 'required') return { code: missing(shape), params: {} }
  if (issue.message === 'controlCharacter' || issue.message === 'damaged')
    return { code: issue.message, params: {} }
  return expected(shape, issue)
}

function missing(shape: Shape): ProblemCode {
  switch (shape.holds) {
    case 'oneOf':
    case 'yesNo':
      return 'chooseOne'
    case 'person':
      return 'namePerson'
    case 'constant':
      return 'consentMissing'
    case 'hash':
      return 'fileMissing'
    case 'list':
      return shape.of.holds === 'group' || shape.of.holds === 'text' ? 'tooFewRows' : 'chooseSome'
    case 'day':
    case 'clock':
    case 'number':
    case 'digits':
    case 'text':
    case 'record':
    case 'group':
      return 'required'
  }
}

/** What would be right at this place. */
function expected(shape: Shape, issue: Issue): Said {
  switch (shape.holds) {
    case 'text':
    case 'person':
      if (issue.code === 'too_big') return { code: 'tooLong', params: { most: Number(issue.maximum) } }
      return { code: isProblem(issue.message) ? issue.message : 'unknown', params: {} }
    case 'digits':
      return { code: 'notDigits', params: { digits: shape.count } }
    case 'hash':
      return { code: 'fileMissing', params: {} }
    case 'day':
      return { code: 'notADay', params: {} }
    case 'clock':
      return { code: 'notATime', params: {} }
    case 'number':
      return numberProblem(shape, issue)
    case 'constant':
      return { code: 'consentMissing', params: {} }
    case 'yesNo':
    case 'oneOf':
      return { code: 'notInList', params: {} }
    case 'list':
      if (issue.code === 'too_big') return { code: 'tooManyRows', params: { most: Number(issue.maximum) } }
      return { code: missing(shape), params: {} }
    case 'record':
    case 'group':
      return { code: 'unknown', params: {} }
  }
}

function numberProblem({ least, most, step }: Extract<Shape, { holds: 'number' }>, issue: Issue): Said {
  const isBound = issue.code === 'too_small' || issue.code === 'too_big'
  if (!isBound)
    return { code: step === 1 ? 'notWhole' : step === null ? 'notANumber' : 'notASum', params: {} }
  if (least !== null && most !== null) return { code: 'outOfRange', params: { least, most } }
  if (least !== null) return { code: 'tooSmall', params: { least } }
  return { code: 'tooLarge', params: { most: most ?? 0 } }
}
