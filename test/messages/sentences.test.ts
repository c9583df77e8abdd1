import { describeEvent } from '../../messages/events.ts'
import type { Consequence } from '../../messages/explain.ts'
import { explainWaiting } from '../../messages/explain.ts'
import { formatDate, formatDateTime } from '../../messages/format.ts'
import { LANGUAGES, message } from '../../messages/index.ts'
import type { Reader } from '../../messages/readable.ts'
import { describeTask } from '../../messages/tasks.ts'

const names = {
  p1: 'Aliyev Vali',
  p2: 'Nazarova Sitora',
  s1: '3-son sex',
  'prepare.goals.1': 'Set the goals',
}
const reader = (language: Reader['language']): Reader => ({ language, timeZone: 'Asia/Tashkent', names })
const plain = (text: string): string => text.replaceAll('\u00A0', ' ')

it('days and clocks are those of the institution, not of the machine', () => {
  expect(plain(formatDate('en', '2027-01-31T20:30:00.000Z', 'Asia/Tashkent'))).toBe('1 February 2027')
  expect(plain(formatDateTime('en', '2027-01-31T19:00:00.000Z', 'Asia/Tashkent'))).toBe(
    '1 February 2027, 00:00',
  )
  expect(plain(formatDateTime('uz-Latn', '2027-01-31T04:00:00.000Z', 'Asia/Tashkent'))).toBe(
    '2027-yil 31-yanvar, 09:00',
  )
  expect(plain(formatDate('ru', '2027-02-01', 'America/New_York'))).toBe('1 февраля 2027 г.')
})

it('a task counts in the grammar of each language', () => {
  const words = (language: Reader['language'], trainees: number) =>
    describeTask('recordDefence', { line: 'L01', trainees }, reader(language)).do
  expect(words('en', 1)).toBe('Record the defence of 1 trainee (line L01)')
  expect(words('en', 3)).toBe('Record the defence of 3 trainees (line L01)')
  expect(words('ru', 21)).toBe('Записать результаты защиты 21 практиканта (строка L01)')
  expect(words('ru', 5)).toBe('Записать результаты защиты 5 практикантов (строка L01)')
  expect(words('uz-Latn', 1)).toBe('L01-satrdagi 1 nafar amaliyotchining himoya natijalarini qayd etish')
  expect(words('uz-Cyrl', 1)).toBe('L01-сатрдаги 1 нафар амалиётчининг ҳимоя натижаларини қайд этиш')
})

it('a task shows names and titles instead of ids and codes', () => {
  const data = { paper: 'siteAcceptanceCertificate', start: '2027-02-08', site: 's1' }
  expect(plain(describeTask('issuePaper', data, reader('en')).why)).toContain('8 February 2027')
  expect(plain(describeTask('issuePaper', data, reader('en')).do)).toBe(
    'Issue the paper “Site acceptance certificate” for 3-son sex, practice from 8 February 2027',
  )
  expect(describeTask('confirmDiary', { weeks: [2], trainee: 'p1' }, reader('en')).do).toBe(
    'Confirm the diary of week 2 (Aliyev Vali)',
  )
  expect(describeTask('writeDiary', { weeks: [1, 3, 4, 5] }, reader('en')).do).toBe(
    'Write the diary of weeks 1, 3–5',
  )
  expect(describeTask('writeDiary', { weeks: [2] }, reader('ru')).do).toBe('Заполнить дневник за неделю 2')
  // As it was recorded when every week was a task of its own.
  expect(describeTask('writeDiary', { week: 2 }, reader('uz-Latn')).do).toBe('2-hafta kundaligini yozish')
  const late = { late: 'prepare.goals.1', person: 'p2' }
  expect(describeTask('decideEscalation', late, reader('en')).do).toBe(
    'Decide about the overdue task “Set the goals” (Nazarova Sitora)',
  )
})

it('a fault is quoted without a second full stop', () => {
  expect(describeTask('repairEffect', { code: 'personUnknown' }, reader('en')).do).toBe(
    'Repair what could not be done automatically (The person named is not known or no longer active)',
  )
  expect(
    describeEvent('agreement', 'effectFailed', { effect: '3.0', code: 'neverHeardOf' }, reader('en')),
  ).toMatch(/unexpected fault/)
})

it('an event reads by what it holds', () => {
  const say = (type: string, data: Parameters<typeof describeEvent>[2]) =>
    plain(describeEvent('practiceCycle', type, data, reader('en')))
  expect(say('lineStarted', { line: 'L01', exception: [], reason: '' })).toBe(
    'The practice of line L01 started.',
  )
  const exception = ['referralLetter@2027-02-08', 'siteAcceptanceCertificate@2027-02-08@s1']
  expect(say('lineStarted', { line: 'L01', exception, reason: 'The inspector comes on Monday.' })).toBe(
    'The practice of line L01 started by exception, without Referral letter, ' +
      'Site acceptance certificate (3-son sex): The inspector comes on Monday.',
  )
  expect(say('paperIssued', { kind: 'visitPlan', number: '' })).toBe('Issued: Visit plan.')
  expect(say('paperIssued', { kind: 'noticeToHost', number: '05-12/3' })).toBe(
    'Issued: Notice to host No. 05-12/3.',
  )
  const absent = [{ trainee: 'p1', days: 2 }]
  expect(say('attendanceConfirmed', { line: 'L01', weeks: [2], absent, didNotShow: ['p2'] })).toBe(
    'Attendance of week 2 on line L01 was confirmed; absent 1, did not come at all 1.',
  )
  expect(say('messageRefused', { to: 'placement/c-1', code: 'wrongSide' })).toMatch(/\(Placement\)/)
})

it('an event with nested facts reaches them', () => {
  const meeting = { n: 1, on: '2026-12-08', place: 'ZKM', representative: 'p1', contact: 'p2' }
  const data = { number: '7', date: '2026-12-01', meeting }
  for (const language of LANGUAGES) {
    const sentence = describeEvent('partnership', 'boardApproved', data, reader(language))
    expect(sentence).toContain(formatDate(language, '2026-12-08', 'Asia/Tashkent'))
    expect(sentence).not.toMatch(/…|\.\.|\{\{/)
  }
})

it('free text of a person is shown as it was written', () => {
  const reason = 'Clause 4.2: name {{the}} insurer & <date> $t(role.rector)'
  expect(describeEvent('partnership', 'declined', { reason }, reader('en'))).toBe(
    `The partnership was declined: ${reason}`,
  )
})

it('what a person typed is never taken for a key, a process or an option', () => {
  const say = (data: Parameters<typeof describeEvent>[2]) =>
    describeEvent('partnership', 'declined', data, reader('en'))
  expect(say({ reason: 'constructor' })).toBe('The partnership was declined: constructor')
  expect(say({ reason: 'agreements' })).toBe('The partnership was declined: agreements')
  expect(say({ reason: 'late', lng: 'ru', constructor: 'x' })).toBe('The partnership was declined: late')
})

describe('the explanation is whole sentences', () => {
  const at = {
    since: '2027-01-12T04:00:00.000Z',
    due: '2027-01-15T13:00:00.000Z',
    next: '2027-01-13T04:00:00.000Z',
    now: '2027-01-12T10:00:00.000Z',
  }

  it('while a person is awaited', () => {
    const waiting = {
      for: 'person',
      who: 'S. Nazarova',
      do: 'Approve version 3 of the draft',
      ...at,
      otherwise: { type: 'superiorAsked', at: '2027-01-18T04:00:00.000Z', who: 'S002', whoId: 'p2' },
    } as const
    expect(plain(explainWaiting(waiting, reader('en')))).toBe(
      'Waiting for S. Nazarova to approve version 3 of the draft since 12 January 2027. Due 15 January 2027. ' +
        'Next reminder 13 January 2027, 09:00. From 18 January 2027 the superior (Nazarova Sitora) is asked.',
    )
    const late = { ...waiting, now: '2027-01-16T00:00:00.000Z', next: null }
    expect(explainWaiting(late, reader('en'))).toContain('This is overdue. No further reminder is planned.')
  })

  it('while time must pass, the system works, or nothing is left', () => {
    const what = message('en', 'alarm.practiceCycle.start')
    expect(plain(explainWaiting({ for: 'time', due: at.due, what }, reader('en')))).toBe(
      'Nobody has to act now. 15 January 2027, 18:00: the practice of a line starts if its papers are there.',
    )
    const work = {
      for: 'system',
      what: message('en', 'effect.issue'),
      since: at.since,
      error: 'The disk is full.',
    } as const
    expect(explainWaiting({ ...work, attempts: 0 }, reader('en'))).toContain(
      'working on: making a paper. Nobody',
    )
    expect(explainWaiting({ ...work, attempts: 2 }, reader('en'))).toContain(
      '2 attempts failed, the last because: The disk',
    )
    expect(explainWaiting({ for: 'nothing', outcome: 'closed' }, reader('en'))).toContain('(closed)')
    expect(explainWaiting({ for: 'process', what: 'Practice cycle' }, reader('en'))).toContain(
      'Practice cycle',
    )
  })

  it('in every language without a gap', () => {
    for (const language of LANGUAGES) {
      const words = describeTask('approveDraft', { version: 3, kind: 'practiceContract' }, reader(language))
      const above = { who: 'S002', whoId: 'p2' }
      const outcomes: Consequence[] = [
        { type: 'superiorAsked', at: at.due, ...above },
        { type: 'officeAsked', at: at.due },
        { type: 'superiorDecides', ...above },
        { type: 'officeDecides', ...above },
        { type: 'goesOn' },
        { type: 'staysOpen' },
      ]
      for (const otherwise of outcomes) {
        const text = explainWaiting(
          { for: 'person', who: 'S. Nazarova', do: words.do, ...at, otherwise },
          reader(language),
        )
        expect(text).not.toMatch(/…|\.\.|\{\{|\(\)/)
      }
    }
  })
})

it('a key nobody wrote is a fault of the caller', () => {
  expect(() => message('en', 'task.unheardOf.do')).toThrow('no message task.unheardOf.do in en')
})
