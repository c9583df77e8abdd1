import type { Question } from '../../client/forms/form.ts'
import { read } from '../../client/forms/read.ts'
import { hasMessage, LANGUAGES, type Language } from '../../messages/index.ts'
import { questionsOf } from '../../schema/contracts/forms/fields.ts'
import type { Body } from '../../schema/contracts/forms/posted.ts'
import { edited, rowNumbersIn, treeOf } from '../../schema/contracts/forms/posted.ts'
import { PROBLEMS } from '../../schema/contracts/forms/problems.ts'
import { contractOf } from '../../schema/contracts/tasks.ts'

function posted(kind: string, decision: string, body: Body, language: Language = 'en') {
  const contract = contractOf(kind, decision)
  if (contract === undefined) throw new Error(`${kind} ${decision}`)
  const pages = questionsOf(kind, decision, contract) as unknown as Question[][]
  return read({ kind, decision, language, pages, contract }, body)
}

const saidOf = (answer: ReturnType<typeof posted>) =>
  answer.wrong.map(({ name, sentence }) => [name, sentence])

describe('what people type is read as they mean it', () => {
  const meeting = { time: '9:30', place: ' Zal ', ownTerritory: 'false' }

  it.each(['31.12.2026', '2026-12-31', '31/12/2026', ' 31-12-2026 ', '31 . 12 . 2026'])('a day: %s', (on) => {
    expect(posted('agreeMeeting', 'record', { ...meeting, on })).toEqual({
      data: { on: '2026-12-31', time: '09:30', place: 'Zal', ownTerritory: false },
      wrong: [],
    })
  })

  it.each([
    ['31.02.2026', 'a day that does not exist'],
    ['01.02.26', 'a year of two digits'],
    ['tomorrow', 'a word'],
  ])('%s is no day: %s', (on) => {
    expect(saidOf(posted('agreeMeeting', 'record', { ...meeting, on }))).toEqual([
      ['on', 'Write a date that exists, for example 31.12.2026.'],
    ])
  })

  it.each([
    ['36', 36],
    ['36,5', 36.5],
    ['36.5', 36.5],
    [' 0 ', 0],
  ])('hours: %s', (hours, expected) => {
    const answer = posted('writeDiary', 'write', {
      'weeks.0.week': '1',
      'weeks.0.text': 'Kuzatdi',
      'weeks.0.hours': hours,
    })
    expect(answer).toEqual({ data: { weeks: [{ week: 1, text: 'Kuzatdi', hours: expected }] }, wrong: [] })
  })

  const draft = {
    validFrom: '01.02.2027',
    validTo: '31.12.2029',
    renewal: 'fixed',
    terminationNoticeDays: '30',
    coordinatorInstitution: 'S004',
    coordinatorPartner: 'C002',
    signatory: 'S001',
    'signatoryAuthority.basis': 'charter',
    paid: 'true',
  }

  it.each([
    ['1 360 000,50', 1360000.5],
    ['1\u00A0360\u00A0000', 1360000],
    ['1360000.5', 1360000.5],
  ])('a sum: %s', (payment, expected) => {
    expect(posted('draftAgreement', 'submit', { ...draft, payment })).toMatchObject({
      data: { payment: expected },
      wrong: [],
    })
  })

  it.each(['1,360,000', '1.360.000', '1.360', 'million'])(
    '%s could be meant otherwise and is asked again',
    (payment) => {
      expect(saidOf(posted('draftAgreement', 'submit', { ...draft, payment }))).toEqual([
        ['payment', 'Write the sum in figures, for example 1 360 000.50.'],
      ])
    },
  )

  it('a whole number with a comma could be meant otherwise too', () => {
    expect(
      saidOf(posted('draftAgreement', 'submit', { ...draft, paid: 'false', terminationNoticeDays: '1,000' })),
    ).toEqual([['terminationNoticeDays', 'Write a whole number in figures, for example 25.']])
  })

  it('an account written in groups', () => {
    const answer = posted('giveRequisites', 'give', {
      bankAccount: '2020 8000 1234 5678 9012',
      taxId: '201 122 349',
    })
    expect(answer.data).toMatchObject({ bankAccount: '20208000123456789012', taxId: '201122349' })
  })

  it('what is not asked for is not there: nothing is paid', () => {
    expect(
      posted('draftAgreement', 'submit', { ...draft, paid: 'false', payment: '5' }).data,
    ).not.toHaveProperty('payment')
  })

  it('a box that was left empty means no, a question that was left open is asked again', () => {
    const row = {
      'results.0.graduate': 'ZTU1',
      'results.0.score': '81',
      'results.0.grade': '4',
      'results.0.honours': 'on',
    }
    const results = posted('recordResults', 'record', { room: '5', startAt: '10.00', endAt: '12.00', ...row })
    expect(results).toMatchObject({
      data: { results: [{ qualification: false, honours: true, absent: false }] },
      wrong: [],
    })
    const room = { room: '5', responsible: 'S006' }
    expect(saidOf(posted('prepareTerritory', 'record', room, 'ru'))).toEqual([
      ['breakPlanned', 'Выберите один из ответов.'],
    ])
  })

  it('somebody who was there is no row of those who were absent', () => {
    const body = {
      absent: '',
      'absent.0.trainee': 'A',
      'absent.0.days': '',
      'absent.1.trainee': 'B',
      'absent.1.days': '2',
    }
    expect(posted('confirmAttendance', 'confirm', { ...body, didNotShow: ['', 'C'] }).data).toEqual({
      absent: [{ trainee: 'B', days: 2 }],
      didNotShow: ['C'],
    })
  })

  it('a list that was on the page and is empty says so, one that was not says nothing', () => {
    const outcome = { outcome: 'Kelishildi' }
    expect(posted('answerCorrection', 'accept', { ...outcome, actions: '' }).data).toEqual({
      ...outcome,
      actions: [],
    })
    expect(posted('answerCorrection', 'accept', outcome).data).toEqual(outcome)
  })
})

describe('everything that is wrong is said at once, each beside its place', () => {
  it('several answers, several rows, and several things of one answer', () => {
    const answer = posted('holdMeeting', 'held', {
      outcome: '\u0007'.repeat(3000),
      'actions.0.what': '',
      'actions.0.owner': '',
      'actions.2.what': 'Buyruq chiqarish',
      'actions.2.owner': 'S006',
      'actions.2.due': '40.01.2027',
      'actions.5.what': 'Telefon ☎',
      'actions.5.owner': '',
      'actions.5.due': '01.01.2027',
    })
    expect(saidOf(answer)).toEqual([
      ['outcome', 'Shorten the text: at most 2000 characters fit.'],
      ['outcome', 'Type the text anew: it contains invisible characters.'],
      ['actions.2.due', 'Write a date that exists, for example 31.12.2026.'],
      ['actions.5.what', 'Replace the character ☎ (U+260E): papers cannot show it.'],
      ['actions.5.owner', 'Choose a person from the list.'],
    ])
  })

  it('what several answers say together is told with the rest', () => {
    const answer = posted('giveRequisites', 'give', {
      'authority.basis': 'powerOfAttorney',
      'authority.date': '01.05.2027',
      'authority.validTo': '01.05.2026',
    })
    expect(saidOf(answer)).toContainEqual([
      'authority.validTo',
      'Choose a later date: the end cannot be before the beginning.',
    ])
    expect(answer.wrong.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['legalName', 'address', 'taxId', 'bankAccount', 'signatory']),
    )
  })

  it('an address and a telephone number that cannot be', () => {
    const said = saidOf(
      posted('giveRequisites', 'give', { email: 'info.zkm.uz', phone: 'kotibadan soʻrang' }),
    )
    expect(said).toContainEqual(['email', 'Write an e-mail address, for example name@company.uz.'])
    expect(said).toContainEqual([
      'phone',
      'Write a telephone number in figures, for example +998 79 223 00 00.',
    ])
  })

  it('an agreement that is paid for and says no sum, while another answer is missing', () => {
    const names = posted('draftAgreement', 'submit', { paid: 'true', validFrom: '01.01.2027' }).wrong.map(
      ({ name }) => name,
    )
    expect(names).toEqual(
      expect.arrayContaining(['payment', 'validTo', 'renewal', 'signatoryAuthority.basis']),
    )
  })

  it.each(LANGUAGES)('every such sentence is there in %s', (language) => {
    expect(PROBLEMS.filter((code) => !hasMessage(language, `form.wrong.${code}`))).toEqual([])
  })
})

describe('a body can do nothing but answer', () => {
  it.each([
    '__proto__.polluted',
    'constructor.prototype.polluted',
    'actions.__proto__.polluted',
    'actions.0.__proto__.polluted',
    '__proto__',
    'toString',
    '_decision',
  ])('%s reaches nothing', (name) => {
    const body: Body = Object.fromEntries([
      [name, 'yes'],
      ['outcome', 'Kelishildi'],
    ])
    expect(posted('holdMeeting', 'held', body)).toEqual({
      data: { outcome: 'Kelishildi', actions: [] },
      wrong: [],
    })
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  it.each([
    ['more names than a form has', Object.fromEntries(Array.from({ length: 6000 }, (_, n) => [`a${n}`, '']))],
    ['one name too many times', { a: Array.from({ length: 6000 }, () => '') }],
    ['more text than a command holds', { outcome: 'x'.repeat(300_000) }],
    ['a name without end', { ['a'.repeat(1000)]: '' }],
    ['steps without end', { [Array.from({ length: 50 }, () => 'a').join('.')]: '' }],
  ])('%s is refused before it is read', (_, body) => {
    expect(() => posted('holdMeeting', 'held', body)).toThrow(/textTooLong|invalidInput/)
    expect(treeOf(body)).toHaveProperty('fault')
  })

  it('a row of a number beyond every list is no row', () => {
    expect(posted('holdMeeting', 'held', { outcome: 'Ha', 'actions.99999999.what': 'x' }).data).toEqual({
      outcome: 'Ha',
      actions: [],
    })
  })
})

describe('rows come and go without a script', () => {
  const body: Body = { actions: '', 'actions.0.what': 'a', 'actions.1.what': 'b', 'actions.1.owner': 'S006' }

  it('a row more, after the last', () => {
    const after = edited({ ...body, _add: 'actions' }) ?? {}
    expect(rowNumbersIn(after, 'actions')).toEqual([0, 1, 2])
    expect(posted('holdMeeting', 'held', { ...after, outcome: 'Ha' }).data.actions).toHaveLength(2)
  })

  it('a row less, and nothing else', () => {
    expect(edited({ ...body, _remove: 'actions.0' })).toEqual({
      actions: '',
      'actions.1.what': 'b',
      'actions.1.owner': 'S006',
    })
  })

  it('what was not pressed changes nothing', () => {
    expect(edited(body)).toBeNull()
  })
})
