import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describeError } from '../../messages/errors.ts'
import { LANGUAGES, message } from '../../messages/index.ts'
import { ERRORS, isErrorCode } from '../../schema/contracts/errors.ts'
import { allSources, found, ROOT } from './support.ts'

/** Over by itself after the seconds it names. */
const TOO_MANY = 429

const reader = { language: 'en', timeZone: 'Asia/Tashkent', names: {} } as const

it('every refusal of a process is in the catalogue', () => {
  const codes = found(allSources(), /(?:refuse\(|refusal: )'(\w+)'/g)
  expect(codes.length).toBeGreaterThan(30)
  expect(codes.filter((code) => !isErrorCode(code))).toEqual([])
})

it('every refusal of the facade and every fault of the embedded stack is in the catalogue', () => {
  const client = readdirSync(join(ROOT, 'client')).filter((name) => name.endsWith('.ts'))
  const facade = client.map((name) => readFileSync(join(ROOT, 'client', name), 'utf8')).join('\n')
  const stack = readFileSync(join(ROOT, 'embedded', 'errors.ts'), 'utf8')
  const codes = [...found(facade, /new Refused\('(\w+)'/g), ...found(stack, /^ {2}\| '(\w+)'$/gm)]
  expect(codes.length).toBeGreaterThan(20)
  expect(codes.filter((code) => !isErrorCode(code))).toEqual([])
})

it('every code has an HTTP status of an error, and only passing troubles may be repeated as they stand', () => {
  for (const { http, retryable } of Object.values(ERRORS)) {
    expect(http).toBeGreaterThanOrEqual(400)
    expect(http).toBeLessThan(600)
    if (retryable) expect(http === TOO_MANY || http >= 500).toBe(true)
  }
})

it('a command of the catalogue stands in the sentence of every language, and no other does', () => {
  for (const [code, { next }] of Object.entries(ERRORS)) {
    for (const language of LANGUAGES) {
      const sentence = message(language, `error.${code}.next`)
      const commands = [...sentence.matchAll(/`([^`]+)`/g)].map((match) => match[1])
      expect([code, language, [...new Set(commands)]]).toEqual([code, language, next === null ? [] : [next]])
    }
  }
})

it('a refusal speaks in the reader’s dates and stages', () => {
  expect(describeError('wrongStage', { stage: 'approving' }, reader).what).toBe(
    'This is not possible at the stage “approval”.',
  )
  const russian = describeError('dateInPast', { date: '2026-11-20' }, { ...reader, language: 'ru' })
  expect(russian.what.replaceAll('\u00A0', ' ')).toBe('Дата 20 ноября 2026 г. уже прошла.')
})

it('a code nobody knows is told as a fault of our own', () => {
  expect(describeError('somethingElse', {}, reader)).toMatchObject({
    code: 'internal',
    command: 'bitim doctor',
  })
  expect(isErrorCode('toString')).toBe(false)
})
