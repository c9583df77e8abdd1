import { encode } from 'uqr'
import { composeSheet } from '../../documents/compose.ts'
import { exampleDraft, examplePaper } from '../../documents/examples.ts'
import { renderPaper } from '../../documents/render.ts'
import { LANGUAGES } from '../../schema/contracts/lists.ts'
import { PAPER_KINDS, type PaperDocument } from '../../schema/contracts/papers.ts'
import { missingValues } from './supplied.ts'
import { bare, drawnPages, drawnText } from './text.ts'

const CASES = PAPER_KINDS.flatMap((kind) => LANGUAGES.map((language) => [kind, language] as const))

const agreement = (language: (typeof LANGUAGES)[number]) => {
  const paper = examplePaper('cooperationAgreement', language)
  if (paper.kind !== 'cooperationAgreement') throw new Error('another kind')
  return paper
}

describe.each(CASES)('%s in %s', (kind, language) => {
  const paper = examplePaper(kind, language)

  test('is a PDF/A-2b of the same bytes whenever it is rendered', async () => {
    const first = await renderPaper(paper)
    const second = await renderPaper(examplePaper(kind, language))
    const content = first.pdf.toString('latin1')
    expect(content.startsWith('%PDF-1.7')).toBe(true)
    expect(content).toMatch(/pdfaid:part>2</)
    expect(content).toMatch(/pdfaid:conformance>B</)
    expect(second.sha256).toBe(first.sha256)
    expect(first.sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(first.pages).toBeGreaterThan(0)
  })

  test('shows every value it was given', () => {
    const text = drawnText(paper)
    expect(missingValues(kind, language, paper.data, text)).toEqual([])
    expect(bare(text)).toContain(bare(String(paper.verificationCode)))
    expect(text).not.toMatch(/\{\w+\}|undefined|null|NaN|\[object/)
  })

  test('as a draft bears the mark of a draft and no number', () => {
    const text = drawnText(exampleDraft(kind, language))
    const mark = { 'uz-Latn': 'LOYIHA', 'uz-Cyrl': 'ЛОЙИҲА', ru: 'ПРОЕКТ', en: 'DRAFT' }[language]
    expect(text).toContain(mark)
    if (paper.number !== null && paper.number.length > 3)
      expect(bare(text)).not.toContain(bare(`${paper.number}-son`))
    expect(text).not.toContain(String(paper.verificationCode))
  })
})

describe('a draft', () => {
  test.each(LANGUAGES)('of an agreement in %s shows its version and neither number nor date', (language) => {
    const text = bare(drawnText(exampleDraft('cooperationAgreement', language)))
    expect(text).not.toContain(bare('14/26-SH'))
    expect(text).toContain('____')
  })

  test('without a date gives the same bytes too', async () => {
    const draft = exampleDraft('practiceContract', 'ru')
    expect((await renderPaper(draft)).sha256).toBe((await renderPaper(draft)).sha256)
  })
})

describe('an agreement', () => {
  const clauseNumbers = (paper: PaperDocument) =>
    composeSheet(paper).parts.flatMap(({ blocks }) =>
      blocks.flatMap((block) => (block.block === 'point' || block.block === 'section' ? [block.no] : [])),
    )
  const ROMAN = 'I II III IV V VI VII VIII IX X XI XII'.split(' ')

  test.each(CASES.filter(([kind]) => kind === 'cooperationAgreement' || kind === 'practiceContract'))(
    '%s in %s numbers its sections and clauses without a gap, whatever conditions remove',
    (kind, language) => {
      const whole = examplePaper(kind, language)
      const thin = structuredClone(whole)
      if (thin.kind === 'cooperationAgreement') {
        thin.data.coordinators = []
        thin.data.forms = ['jointResearch']
        delete thin.data.measures
      } else if (thin.kind === 'practiceContract') {
        delete thin.data.workplacesForGraduates
        delete thin.data.plan
        thin.data.sites = []
      }
      for (const paper of [whole, thin]) {
        let section = 0
        let clause = 0
        for (const no of clauseNumbers(paper)) {
          if (ROMAN.includes(no)) {
            expect(no).toBe(ROMAN[section])
            section += 1
            clause = 0
          } else {
            clause += 1
            expect(no).toBe(`${section}.${clause}.`)
          }
        }
        expect(section).toBe(kind === 'cooperationAgreement' ? 12 : 9)
      }
    },
  )

  test.each(LANGUAGES)(
    'in %s has one signature block per party, from the parties of its preamble',
    (language) => {
      const paper = agreement(language)
      const sheet = composeSheet(paper)
      for (const part of sheet.parts) {
        const blocks = part.blocks.filter((block) => block.block === 'parties')
        expect(blocks).toHaveLength(1)
        expect(blocks[0]?.parties).toHaveLength(paper.data.parties.length)
      }
    },
  )

  test('leaves out a requisite that is unknown, with its label', () => {
    const paper = agreement('en')
    const parties = paper.data.parties.map(({ bankAccount: _, bankCode: __, ...party }) => party)
    const text = drawnText({ ...paper, data: { ...paper.data, parties } })
    expect(text).not.toContain('MFO')
    expect(text).not.toMatch(/Account:\s+Treasury/)
  })

  test('is signed on whatever authority a signatory has', () => {
    const paper = agreement('uz-Latn')
    expect(drawnText(paper)).toContain('Ustav asosida')
    expect(bare(drawnText(paper))).toContain(bare('2026-yil 2-martdagi 17/2026-sonli ishonchnoma asosida'))
  })

  test('in Russian names its signatory in the genitive when a person has checked the form', () => {
    const paper = agreement('ru')
    const parties = paper.data.parties.map((party) => ({
      ...party,
      signatory: { ...party.signatory, genitive: 'ректора Жумаева Фарруха Иброхимовича' },
    }))
    const text = drawnText({ ...paper, data: { ...paper.data, parties } })
    expect(bare(text)).toContain(
      bare('в лице ректора Жумаева Фарруха Иброхимовича, действующего на основании Устава'),
    )
  })
})

describe('an order', () => {
  test.each(LANGUAGES)(
    'in %s has keyword, control and basis, and everybody it names signs that it was read',
    (language) => {
      const paper = examplePaper('orderSendingStudents', language)
      const sheet = composeSheet(paper)
      const blocks = sheet.parts[0]?.blocks ?? []
      const keyword = {
        'uz-Latn': 'BUYURAMAN:',
        'uz-Cyrl': 'БУЮРАМАН:',
        ru: 'ПРИКАЗЫВАЮ:',
        en: 'I HEREBY ORDER:',
      }[language]
      expect(blocks).toContainEqual(expect.objectContaining({ block: 'plain', text: keyword, bold: true }))
      const points = blocks.filter((block) => block.block === 'point')
      expect(points.map(({ no }) => no)).toEqual(points.map((_, i) => `${i + 1}.`))
      const acknowledged = blocks.find((block) => block.block === 'acknowledgement')
      expect(acknowledged?.rows).toHaveLength(3)
      const basis = blocks.at(-3)
      expect(basis?.block).toBe('text')
    },
  )

  test('labels its annex with its own date and number', () => {
    expect(bare(drawnText(examplePaper('orderSendingStudents', 'uz-Latn')))).toContain(
      bare('Rektorning 2027-yil 15-yanvardagi 118-T-son buyrugʻiga 1-ILOVA'),
    )
    expect(bare(drawnText(examplePaper('orderSendingStudents', 'ru')))).toContain(
      bare('Приложение № 1 к приказу от 15.01.2027 № 118-T'),
    )
  })

  test('of the partner leaves room for the partner’s own number', () => {
    const paper = examplePaper('orderAcceptingStudents', 'uz-Latn')
    expect(drawnText({ ...paper, number: null, date: null })).toContain('______-son')
  })

  test.each([18, 19, 20, 21, 22, 23])('with %d students never signs on a page without a student', (count) => {
    const paper = examplePaper('orderSendingStudents', 'uz-Latn')
    if (paper.kind !== 'orderSendingStudents') throw new Error('another kind')
    const pages = drawnPages({
      ...paper,
      data: { ...paper.data, students: paper.data.students.slice(0, count) },
    })
    const last = pages.at(-1) ?? ''
    expect(last).toContain('Jumayev')
    expect(last).toMatch(/60711400|60721500/)
  })

  test('is kept by its signatory when nobody else controls it', () => {
    const paper = examplePaper('orderAppointingMentors', 'ru')
    expect(bare(drawnText(paper))).toContain(bare('Контроль за исполнением приказа оставляю за собой.'))
  })
})

describe('what people typed', () => {
  const withHost = (hostName: string): PaperDocument => {
    const paper = examplePaper('orderSendingStudents', 'en')
    if (paper.kind !== 'orderSendingStudents') throw new Error('another kind')
    return { ...paper, data: { ...paper.data, hostName } }
  }

  test('is text, never markup or a command', () => {
    const nasty = '#import "@preview/x:0.1.0" #read("/etc/passwd") *bold* $x$ @ref <label> \\ #{1+1}'
    expect(bare(drawnText(withHost(nasty)))).toContain(bare(nasty))
  })

  test('that no font can show is refused, not drawn as an empty box', async () => {
    await expect(renderPaper(withHost('企業'))).rejects.toMatchObject({ name: 'ZodError' })
  })

  test('that is a wrong paper is refused before anything is drawn', async () => {
    await expect(renderPaper(withHost('a\u202Eb'))).rejects.toMatchObject({ name: 'ZodError' })
  })
})

describe('the verification mark', () => {
  test('is the QR code of its text, row by row', () => {
    const { verification } = composeSheet(examplePaper('referralLetter', 'ru'))
    const rows = verification?.qr.rows.map(({ from, runs }) => {
      const row = '0'.repeat(from) + runs.map((n, i) => (i % 2 === 0 ? '1' : '0').repeat(n)).join('')
      return row.padEnd(verification.qr.modules, '0')
    })
    const expected = encode('7KQ4-M2XD', { ecc: 'M', border: 0 }).data
    expect(rows).toEqual(expected.map((row) => row.map((black) => (black ? '1' : '0')).join('')))
  })

  test('stands on the first page only, with its code to be typed', () => {
    const [first, ...others] = drawnPages(examplePaper('cooperationAgreement', 'uz-Latn'))
    expect(first).toContain('7KQ4-M2XD')
    expect(others.join()).not.toContain('7KQ4-M2XD')
  })
})

describe('posts', () => {
  test.each([
    ['uz-Latn', 'bosh direktor'],
    ['uz-Cyrl', 'бош директор'],
    ['ru', 'генеральный директор'],
    ['en', 'general director'],
  ] as const)('that are known are written in %s', (language, post) => {
    expect(bare(drawnText(agreement(language)))).toContain(bare(post))
  })

  test('that are not known stay as they were written', () => {
    const paper = agreement('uz-Latn')
    const parties = paper.data.parties.map((party) => ({
      ...party,
      signatory: { ...party.signatory, post: 'boshqaruv raisi' },
    }))
    expect(drawnText({ ...paper, data: { ...paper.data, parties } })).toContain('boshqaruv raisi')
  })
})
