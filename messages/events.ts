import type { Data, ProcessKind } from '../workflows/durable/types.ts'
import { hasMessage, message } from './index.ts'
import type { Reader } from './readable.ts'
import { readable, severalWeeks } from './readable.ts'

/** Events that read differently by what they hold. An empty context is the plain sentence. */
const CONTEXTS: Readonly<Record<string, (data: Data) => string>> = {
  begun: ({ reopens }) => (reopens === undefined ? '' : 'reopened'),
  exceptionDecided: ({ granted }) => (granted === true ? 'granted' : 'refused'),
  meetingExceptionDecided: ({ granted }) => (granted === true ? 'granted' : 'refused'),
  recordConfirmed: ({ remarks }) => (remarks ? 'remarks' : ''),
  requisitesGiven: ({ onBehalf }) => (onBehalf === true ? 'onBehalf' : ''),
  lineStarted: withException,
  started: withException,
  graded: ({ absent }) => (absent === true ? 'absent' : ''),
  paperIssued: ({ number }) => (number ? '' : 'unnumbered'),
  followUpAnswered: ({ answer }) => (isEmployed(answer) ? 'employed' : ''),
  followUpLapsed: ({ months }) => (months === 0 ? 'analysis' : ''),
}
const COUNTED = ['months', 'days'] as const

function withException({ exception }: Data): string {
  return Array.isArray(exception) && exception.length > 0 ? 'exception' : ''
}

function isEmployed(answer: Data[string] | undefined): boolean {
  return typeof answer === 'object' && answer !== null && !Array.isArray(answer) && answer.employed === true
}

/** One past-tense sentence about an event, for the timeline and the story of a process. */
export function describeEvent(process: ProcessKind, type: string, data: Data, reader: Reader): string {
  const counted = COUNTED.find((name) => typeof data[name] === 'number')
  const weeks = severalWeeks(data)
  const count = counted === undefined ? (weeks === 0 ? undefined : weeks) : Number(data[counted])
  const context = CONTEXTS[type]?.(data) ?? ''
  const params = {
    ...readable(data, reader),
    ...(count === undefined ? {} : { count }),
    ...(context === '' ? {} : { context }),
  }
  const own = `event.${process}.${type}`
  const key = hasMessage(reader.language, own, params) ? own : `event.common.${type}`
  return message(reader.language, key, params).trim()
}
