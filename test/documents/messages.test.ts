import { messagesOf } from '../../documents/messages.ts'
import { FORMS, LANGUAGES, PRACTICE_TYPES } from '../../schema/contracts/lists.ts'
import { CHECKLIST_ITEMS } from '../../schema/contracts/papers/plans.ts'
import { PAPER_KINDS } from '../../schema/contracts/papers.ts'

const latin = messagesOf('uz-Latn')

describe.each(LANGUAGES)('the words of papers in %s', (language) => {
  const messages = messagesOf(language)
  const entries = Object.entries(messages)

  test('are complete', () => {
    expect(Object.keys(messages).sort()).toEqual(Object.keys(latin).sort())
    expect(entries.filter(([, text]) => text.trim() === '')).toEqual([])
  })

  test('have a title for every kind and a name for every form and type', () => {
    const needed = [
      ...PAPER_KINDS.map((kind) => `title.${kind}`),
      ...FORMS.flatMap((form) => [`form.${form}`, `coop.s2_${form}`]),
      ...PRACTICE_TYPES.flatMap((type) => [`practice.${type}`, `practiceAcc.${type}`, `practiceGen.${type}`]),
      ...CHECKLIST_ITEMS.map((item) => `visit.${item}`),
    ]
    expect(needed.filter((key) => messages[key] === undefined)).toEqual([])
  })

  test('have no look-alike of an apostrophe and no straight quotation mark', () => {
    const wrong = language === 'en' ? /['"`´‘‛′]/u : /['"`´‘’‛′ʹ]/u
    expect(entries.filter(([, text]) => wrong.test(text))).toEqual([])
  })

  test('have the two Uzbek marks only where the alphabet has them', () => {
    const misplaced = /(?<![oOgG])ʻ|[oOgG]ʼ(?![a-z])/u
    expect(entries.filter(([, text]) => misplaced.test(text))).toEqual([])
  })

  test('are in one script', () => {
    const words = (text: string) => text.replace(/\{\w+\}/g, '')
    const foreign = language === 'uz-Latn' || language === 'en' ? /\p{Script=Cyrillic}/u : /[A-Za-z]/u
    expect(entries.filter(([, text]) => foreign.test(words(text)))).toEqual([])
  })

  test('have no space before a sign and no doubled space', () => {
    expect(
      entries
        .filter(([, text]) => / [.,:;)]|^ | $/.test(text) && text !== ' va ' && !text.endsWith('и '))
        .filter(([key]) => key !== 'party.and'),
    ).toEqual([])
  })
})
