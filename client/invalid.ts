import type { ZodError, z } from 'zod'
import { characterIn } from '../schema/contracts/text.ts'
import type { WrongField } from '../schema/refused.ts'
import { Refused } from '../schema/refused.ts'

type Issue = z.core.$ZodIssue

/** Messages of text contracts that have a code of the catalogue of their own. */
const REASONS: Readonly<Record<string, string>> = {
  tooLong: 'textTooLong',
  controlCharacter: 'controlCharacters',
  damaged: 'textDamaged',
}

/** Refuses data that are not as their contract wants them: all wrong fields at once, the first one in the sentence. */
export function invalid(error: ZodError): Refused {
  const fields = new Map<string, WrongField>()
  // Of several faults of one field the first says enough.
  for (const field of error.issues.flatMap(fieldsOf)) {
    const place = JSON.stringify(field.path)
    if (!fields.has(place)) fields.set(place, field)
  }
  const [first] = fields.values()
  return new Refused(first?.code ?? 'invalidInput', first?.params ?? {}, [...fields.values()])
}

/** Of what was written only a character no paper can show is repeated. */
function fieldsOf(issue: Issue): WrongField[] {
  const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => wrong([...path, key], 'invalidInput', { reason: issue.code }))
  const tooBig = issue.code === 'too_big' && issue.origin !== 'number'
  const known = tooBig ? 'textTooLong' : REASONS[issue.message]
  if (known !== undefined) return [wrong(path, known)]
  const character = characterIn(issue)
  if (character !== undefined) return [wrong(path, 'characterUnwritable', { character })]
  return [wrong(path, 'invalidInput', { reason: issue.code })]
}

const wrong = (path: WrongField['path'], code: string, params: Record<string, unknown> = {}): WrongField => ({
  path,
  code,
  params: { field: path.join('.'), ...params },
})
