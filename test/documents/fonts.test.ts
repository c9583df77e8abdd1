import { examplePaper } from '../../documents/examples.ts'
import { renderPaper } from '../../documents/render.ts'
import { LANGUAGES } from '../../schema/contracts/lists.ts'
import { line } from '../../schema/contracts/text.ts'
import { unwritable } from '../../schema/contracts/writable.ts'
import { shippedFaces } from './fonts.ts'

const PLANES = Array.from({ length: 0x10ffff + 1 }, (_, point) => point).filter(
  (point) => point < 0xd800 || point > 0xdfff,
)
const WRITABLE = PLANES.map((point) => String.fromCodePoint(point)).filter(
  (character) => unwritable(character) === undefined,
)

test('what can be written is what every shipped face of the font has, in both cases', () => {
  const faces = shippedFaces()
  expect(faces.length).toBe(4)
  const shown = (text: string) =>
    [...text].every((character) => faces.every((face) => face.characters.has(character.codePointAt(0) ?? 0)))
  const expected = PLANES.map((point) => String.fromCodePoint(point)).filter(
    (character) =>
      shown(character) &&
      shown(character.toUpperCase()) &&
      shown(character.toLowerCase()) &&
      !/[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\uFFFC\uFFFD]/u.test(character),
  )
  expect(WRITABLE).toEqual(expected)
})

test.each(LANGUAGES)('every character that can be written is drawn in a paper in %s', async (language) => {
  const paper = examplePaper('orderSendingStudents', language)
  if (paper.kind !== 'orderSendingStudents') throw new Error('another kind')
  const texts: string[] = []
  for (let at = 0; at < WRITABLE.length; at += 90) texts.push(WRITABLE.slice(at, at + 90).join(' '))
  expect(texts.length).toBeGreaterThan(20)
  for (const text of texts) {
    // The heading is bold, the head of the sheet in capitals, a basis plain.
    const name = line(300).parse(`a${text}`)
    const data = { ...paper.data, hostName: name, basis: [{ title: name }] }
    await renderPaper({ ...paper, issuer: { ...paper.issuer, name }, data })
  }
})
