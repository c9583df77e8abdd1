/** What a browser posts: names as `actions.0.what`, values as they were typed. */
export type Body = Readonly<Record<string, string | readonly string[]>>

/** Names of this kind are the page's own, never the contract's: `_add`, `_remove`, `_decision`. */
const isOwn = (name: string): boolean => name.startsWith('_')

/** More than the largest form has: 500 rows of six fields. */
const MOST_NAMES = 5_000
/** UTF-16 units of everything that was typed; the facade takes no more of one command. */
const MOST_TEXT = 200_000
const LONGEST_NAME = 300
const DEEPEST = 8
const ROW = /^(?:0|[1-9]\d{0,3})$/

/** Why a body is not read at all. */
export type BodyFault = 'tooMany' | 'tooLong' | 'tooDeep'

/**
 * A body as a tree, in maps: a name can reach nothing but what was posted under it. Only places the contract has are
 * ever looked up, so whatever else was posted is nowhere.
 */
export interface Posted {
  values: string[]
  parts: Map<string, Posted>
}

export function treeOf(body: Body): Posted | { fault: BodyFault } {
  const root: Posted = { values: [], parts: new Map() }
  let [names, length] = [0, 0]
  for (const [name, given] of Object.entries(body)) {
    if (isOwn(name)) continue
    const values = typeof given === 'string' ? [given] : given
    names += values.length
    length += values.reduce((sum, value) => sum + value.length, 0)
    const steps = name.split('.')
    if (names > MOST_NAMES) return { fault: 'tooMany' }
    if (length > MOST_TEXT || name.length > LONGEST_NAME) return { fault: 'tooLong' }
    if (steps.length > DEEPEST) return { fault: 'tooDeep' }
    let place = root
    for (const step of steps) {
      const next = place.parts.get(step) ?? { values: [], parts: new Map() }
      place.parts.set(step, next)
      place = next
    }
    place.values.push(...values)
  }
  return root
}

/** Rows of a list as they were posted, by number; some may be missing between them. */
export const rowsOf = (posted: Posted): [row: number, posted: Posted][] =>
  [...posted.parts]
    .filter(([name]) => ROW.test(name))
    .map(([name, row]): [number, Posted] => [Number(name), row])
    .sort(([a], [b]) => a - b)

/** The numbers of the rows of a list in a body, for a page that shows it once more. */
export function rowNumbersIn(body: Body, list: string): number[] {
  const prefix = `${list}.`
  const numbers = Object.keys(body)
    .filter((name) => name.startsWith(prefix))
    .map((name) => name.slice(prefix.length).split('.')[0] ?? '')
    .filter((step) => ROW.test(step))
  return [...new Set(numbers.map(Number))].sort((a, b) => a - b)
}

const first = (value: string | readonly string[] | undefined): string | undefined =>
  typeof value === 'string' ? value : value?.[0]

/** Buttons that change a list without a script: the body after it, or null where none of them was pressed. */
export function edited(body: Body): Body | null {
  const [more, less] = [first(body._add), first(body._remove)]
  if (more === undefined && less === undefined) return null
  const rest = Object.entries(body).filter(([name]) => name !== '_add' && name !== '_remove')
  const kept = rest.filter(([name]) => less === undefined || (name !== less && !name.startsWith(`${less}.`)))
  const after = Object.fromEntries(kept)
  if (more === undefined) return after
  const next = (rowNumbersIn(after, more).at(-1) ?? -1) + 1
  return { ...after, [`${more}.${next}`]: '' }
}
