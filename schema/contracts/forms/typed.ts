import type { Scalar } from './shape.ts'

/** What people type, as the contract writes it; what cannot be read stays as it was typed, for the contract to refuse. */

const SPACES = /[\s\u00A0\u202F\u2009]+/g

export const isBlank = (text: string): boolean => text.trim() === ''

const two = (part: string): string => part.padStart(2, '0')

/** 31.12.2026, 31/12/2026, 31-12-2026, 1.2.2026 or 2026-12-31. */
export function dayTyped(text: string): string {
  const typed = text.replace(SPACES, '')
  const [, day, month, year] = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/.exec(typed) ?? []
  if (day !== undefined && month !== undefined && year !== undefined)
    return `${year}-${two(month)}-${two(day)}`
  const [, first, second, third] = /^(\d{4})[./-](\d{1,2})[./-](\d{1,2})$/.exec(typed) ?? []
  return first === undefined || second === undefined || third === undefined
    ? text.trim()
    : `${first}-${two(second)}-${two(third)}`
}

/** 9:30, 09.30, 09-30 or 09:30. */
export function clockTyped(text: string): string {
  const [, hour, minute] = /^(\d{1,2})[:.-](\d{2})$/.exec(text.replace(SPACES, '')) ?? []
  return hour === undefined || minute === undefined ? text.trim() : `${two(hour)}:${minute}`
}

/**
 * 1 500 000,50 or 1500000.5. A comma or a point divides off a fraction and nothing else: in a whole number, or before
 * more digits than the step allows, it could be meant otherwise, and is not guessed.
 */
export function numberTyped(text: string, step: number | null): number | string {
  const typed = text.replace(SPACES, '').replace('−', '-')
  const [, whole, fraction = ''] = /^(-?\d{1,15})(?:[.,](\d{1,10}))?$/.exec(typed) ?? []
  const digits = step === null ? fraction.length : Math.max(0, Math.round(-Math.log10(step)))
  if (whole === undefined || fraction.length > digits) return text.trim()
  return Number(`${whole}.${fraction === '' ? '0' : fraction}`)
}

/** Numbers of accounts and the like are often written in groups. */
export const digitsTyped = (text: string): string => text.replace(SPACES, '')

export function yesNoTyped(text: string): boolean | string {
  switch (text.trim()) {
    case 'true':
    case 'on':
    case 'yes':
    case '1':
      return true
    case 'false':
    case 'no':
    case '0':
      return false
    default:
      return text
  }
}

/** The value of the list that is written like this. */
export const oneOfTyped = (text: string, values: readonly Scalar[]): Scalar =>
  values.find((value) => String(value) === text.trim()) ?? text.trim()
