import type { Consequence } from '../../messages/explain.ts'
import { explainWaiting } from '../../messages/explain.ts'
import type { Language } from '../../messages/index.ts'
import { hasMessage, message } from '../../messages/index.ts'
import type { Reader } from '../../messages/readable.ts'
import { describeTask } from '../../messages/tasks.ts'
import { assertNever } from '../../workflows/durable/types.ts'
import type { ExplainedWait, Explanation } from './explanation.ts'
import { readerFor } from './reader.ts'
import type { Scope } from './scope.ts'

/** A failure's own words are cut here: they may be a page long. */
const LONGEST_FAILURE = 160

const aboveIn = (consequence: Consequence): string | null =>
  'whoId' in consequence ? consequence.whoId : null

type PersonWait = Extract<ExplainedWait, { kind: 'person' }>

/** An explanation as whole sentences in the reader's language, the most urgent first. */
export async function explanationInWords(
  scope: Scope,
  explanation: Explanation,
  language: Language,
): Promise<string[]> {
  const persons = explanation.waits.filter((wait) => wait.kind === 'person')
  const reader = await readerFor(scope, language, [
    ...persons.map(({ data }) => data),
    {
      people: persons.flatMap(({ whoId, consequence }) =>
        [whoId, aboveIn(consequence)].filter((id) => id !== null),
      ),
    },
  ])
  // The last of a name counts: the process's own tasks come after those of the processes it began.
  const quoted = persons
    .toReversed()
    .map(({ key, taskKind, data }) => [key, describeTask(taskKind, data, reader).do])
  return sentences(explanation, { ...reader, names: { ...reader.names, ...Object.fromEntries(quoted) } })
}

function sentences(explanation: Explanation, reader: Reader): string[] {
  const { waits, open } = explanation
  const words: string[] = []
  const somebodyActs = waits.some(({ kind }) => ['person', 'alike', 'system'].includes(kind))
  for (const wait of waits) {
    const sentence = sentenceOf(wait, explanation, reader, somebodyActs)
    if (sentence !== null && !words.includes(sentence)) words.push(sentence)
    // Of what only time brings the soonest is enough.
    if (sentence !== null && wait.kind === 'time') break
  }
  const followed = followedIn(waits, reader)
  if (words.length === 0 && followed !== '')
    words.push(explainWaiting({ for: 'process', what: followed }, reader))
  if (!open)
    words.unshift(explainWaiting({ for: 'nothing', outcome: outcomeOf(explanation, reader) }, reader))
  return words
}

function sentenceOf(
  wait: ExplainedWait,
  { kind, now, process, since: changed }: Explanation,
  reader: Reader,
  somebodyActs: boolean,
): string | null {
  const { language } = reader
  switch (wait.kind) {
    case 'person': {
      const { since, due, nextContact: next, consequence: otherwise } = wait
      const words = describeTask(wait.taskKind, wait.data, reader)
      const sentence = explainWaiting(
        { for: 'person', who: whoOf(wait, reader), do: words.do, since, due, now, next, otherwise },
        reader,
      )
      return wait.process === process ? sentence : `${nameOf(wait, language)}: ${sentence}`
    }
    case 'alike':
      return explainWaiting({ for: 'many', ...wait }, reader)
    case 'time': {
      // "Nobody has to act now" would not be true where somebody has to.
      if (wait.due === null || somebodyActs) return null
      const what = message(language, `alarm.${kind}.${wait.alarm}`)
      return explainWaiting({ for: 'time', due: wait.due, what }, reader)
    }
    case 'system': {
      const what = message(language, `effect.${wait.effect}`)
      const error = failureOf(wait.lastFailure, language)
      const { attempts } = wait
      return explainWaiting({ for: 'system', what, since: changed, attempts, error }, reader)
    }
    case 'process':
      return null
    case 'stuck':
      return explainWaiting(
        {
          for: 'stuck',
          cause: wait.cause,
          since: changed,
          attempts: wait.attempts,
          error: failureOf(wait.lastFailure, language),
        },
        reader,
      )
    default:
      return assertNever(wait)
  }
}

function nameOf({ processKind, processName }: PersonWait, language: Language): string {
  const kind = message(language, `process.${processKind}`)
  return processName === null ? kind : `${kind} ${processName}`
}

function whoOf({ whoId, who, role }: PersonWait, reader: Reader): string {
  const name = (whoId === null ? undefined : reader.names[whoId]) ?? who ?? '…'
  const key = `role.${role}`
  return role !== null && hasMessage(reader.language, key)
    ? `${name} (${message(reader.language, key)})`
    : name
}

function followedIn(waits: readonly ExplainedWait[], { language }: Reader): string {
  return waits
    .flatMap((wait) => {
      if (wait.kind !== 'process') return []
      const name = message(language, `process.${wait.process}`)
      const stage = message(language, `stage.${wait.process}.${wait.stage}`)
      return [`${wait.count === 1 ? '' : `${wait.count} × `}${name} (${stage})`]
    })
    .join(', ')
}

function failureOf(failure: string, language: Language): string {
  const key = `error.${failure}.what`
  const text = hasMessage(language, key) ? message(language, key) : failure.slice(0, LONGEST_FAILURE)
  return text === '' || /[.!?…]$/.test(text) ? text : `${text}.`
}

function outcomeOf({ kind, stage, outcome, reason }: Explanation, { language }: Reader): string {
  const known = [`outcome.${outcome}`, `stage.${kind}.${stage}`].find((key) => hasMessage(language, key))
  const word = known === undefined ? (outcome ?? stage) : message(language, known)
  const why =
    reason === null
      ? ''
      : hasMessage(language, `reason.${reason}`)
        ? message(language, `reason.${reason}`)
        : reason
  return why === '' ? word : `${word}: ${why}`
}
