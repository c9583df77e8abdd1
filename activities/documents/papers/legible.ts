import { tidy } from '../../../schema/contracts/characters.ts'
import { unwritable } from '../../../schema/contracts/writable.ts'

/** Stands for a character that no paper can show. */
const SUBSTITUTE = '□'

function legibleText(text: string): string {
  const seen = tidy(text)
  if (unwritable(seen.replaceAll('\n', '')) === undefined) return seen
  return [...seen].map((one) => (one === '\n' || unwritable(one) === undefined ? one : SUBSTITUTE)).join('')
}

/**
 * Data whose texts can be written. The borders let nothing else in today; a text that was taken in before they did would
 * stop its process for good, and so it shows whoever approves the paper where a character is missing.
 */
export function legible<T>(data: T): T {
  if (typeof data === 'string') return legibleText(data) as T & string
  if (Array.isArray(data)) return data.map(legible) as T & unknown[]
  if (typeof data !== 'object' || data === null) return data
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, legible(value)])) as T
}
