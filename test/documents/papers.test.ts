import { examplePaper } from '../../documents/examples.ts'
import { PAPER_KINDS, parsePaper } from '../../schema/contracts/papers.ts'

const order = examplePaper('orderSendingStudents', 'uz-Latn')
const letter = examplePaper('referralLetter', 'uz-Latn')

describe('the contract of papers', () => {
  test.each(PAPER_KINDS)('accepts the complete example of %s in every language', (kind) => {
    for (const language of ['uz-Latn', 'uz-Cyrl', 'ru', 'en'] as const) {
      expect(() => parsePaper(examplePaper(kind, language))).not.toThrow()
    }
  })

  test('refuses a kind that does not exist', () => {
    expect(() => parsePaper({ ...order, kind: 'orderOfTheDay' })).toThrow()
  })

  test('refuses fields nobody knows', () => {
    expect(() => parsePaper({ ...order, colour: 'blue' })).toThrow(/colour/)
    expect(() => parsePaper({ ...order, data: { ...order.data, colour: 'blue' } })).toThrow(/colour/)
  })

  test('refuses the data of another kind', () => {
    expect(() => parsePaper({ ...order, data: letter.data })).toThrow()
  })

  test('refuses characters that hide or reorder text', () => {
    for (const hidden of ['\u0000', '\u202E', '\u200E', '\n']) {
      expect(() => parsePaper({ ...order, data: { ...order.data, hostName: `a${hidden}b` } })).toThrow(
        /hostName/,
      )
    }
  })

  test('refuses text without an end and days that do not exist', () => {
    expect(() => parsePaper({ ...order, data: { ...order.data, hostName: 'a'.repeat(301) } })).toThrow(
      /hostName/,
    )
    expect(() => parsePaper({ ...order, date: '2027-02-30' })).toThrow(/date/)
    expect(() => parsePaper({ ...order, date: '15.01.2027' })).toThrow(/date/)
  })

  test('refuses requisites of a wrong length', () => {
    const paper = examplePaper('cooperationAgreement', 'ru')
    if (paper.kind !== 'cooperationAgreement') throw new Error('another kind')
    const parties = paper.data.parties.map((party) => ({ ...party, bankAccount: '123456789' }))
    expect(() => parsePaper({ ...paper, data: { ...paper.data, parties } })).toThrow(/bankAccount/)
  })
})
