import { describeEvent } from '../../messages/events.ts'
import type { Language } from '../../messages/index.ts'
import { message } from '../../messages/index.ts'
import type { DifferenceWords, PartWords } from '../../messages/matter.ts'
import { describeDifference, describePart } from '../../messages/matter.ts'
import { describeTask } from '../../messages/tasks.ts'
import type { Data } from '../../workflows/durable/types.ts'
import type { Matter, MatterPaper } from './matter.ts'
import type { Difference, Part, Said } from './matters/shape.ts'
import { readerFor } from './reader.ts'
import type { Scope } from './scope.ts'

/** Something done or written before, in one sentence with who and when. */
export interface EarlierWords {
  at: Date
  /** The person's name, or that it was the system. */
  who: string
  onBehalf: boolean
  what: string
}

export interface PaperWords extends Pick<MatterPaper, 'id' | 'number' | 'datedOn' | 'version' | 'state'> {
  title: string
}

/** The matter of a task in the reader's language, for every door that shows it. */
export interface MatterWords {
  parts: PartWords[]
  papers: PaperWords[]
  earlier: EarlierWords[]
  changes: DifferenceWords[]
  /** The task it is about, where it is about another one. */
  late: { id: string; do: string; owner: string; due: Date } | null
}

export async function matterInWords(
  scope: Scope,
  { parts, papers, earlier, changes, late }: Matter,
  language: Language,
  withCodes = false,
): Promise<MatterWords> {
  const reader = await readerFor(scope, language, dataOf(parts, earlier, changes, late), withCodes)
  const named = (id: string | null): string => (id === null ? '' : (reader.names[id] ?? ''))
  return {
    parts: parts.map((part) => describePart(part, reader)),
    papers: papers.map(({ id, kind, number, datedOn, version, state }) => {
      return { id, title: message(language, `paper.${kind}`), number, datedOn, version, state }
    }),
    earlier: earlier.map(({ at, whoId, onBehalf, process, type, data }) => ({
      at,
      who: named(whoId) || message(language, 'matter.system'),
      onBehalf,
      what: describeEvent(process, type, data, reader),
    })),
    changes: changes.map((change) => describeDifference(change, reader)),
    late: late && {
      id: late.id,
      do: describeTask(late.kind, late.data, reader).do,
      owner: named(late.ownerId),
      due: late.due,
    },
  }
}

/** Everything in which ids may stand that have names. */
function dataOf(
  parts: readonly Part[],
  earlier: readonly Said[],
  changes: readonly Difference[],
  late: Matter['late'],
): Data[] {
  return [
    ...parts.flatMap(({ fields, rows = [] }) => (fields === undefined ? rows : [fields, ...rows])),
    ...earlier.flatMap(({ data, whoId }) => [data, { whoId }]),
    ...changes.map(({ was, became }) => ({ was, became })),
    ...(late === null ? [] : [late.data, { owner: late.ownerId }]),
  ]
}
