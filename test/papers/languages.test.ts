import { givenOr } from '../../activities/documents/papers/partner.ts'
import { wordingOf } from '../../documents/wording.ts'
import { useScene } from './scene.ts'

const { inLanguage, load, world } = useScene()

const inRegister = (column: string, code: string, value: object) =>
  world().pool.query(
    `UPDATE ${code.includes('-') ? 'site' : 'partner'} SET ${column} = ${column} || $2 WHERE code = $1`,
    [code, JSON.stringify(value)],
  )

test('a Russian agreement has the names and addresses that the register has in Russian', async () => {
  await inRegister('legal_addresses', 'ZKM', { ru: '210166, Навоийская область, ул. Саноат, 132' })
  const [own, theirs] = (await load('cooperationAgreement', inLanguage('ru'))).data.parties
  expect(own).toMatchObject({
    legalName: 'Зарафшанский технический университет',
    address: '210100, Навоийская область, г. Навои, ул. Бунёдкор, 27',
    bankName: 'РКЦ ГУ Центрального банка Республики Узбекистан',
  })
  expect(theirs).toMatchObject({
    legalName: 'Акционерное общество «Зарафшанский горно-металлургический комбинат»',
    address: '210166, Навоийская область, ул. Саноат, 132',
  })
})

test('an English paper has the English names', async () => {
  await inRegister('names', 'ZKM-1', { en: 'Smelting shop No. 3' })
  const { data } = await load('practiceSchedule', inLanguage('en'))
  expect(data.partnerName).toBe('Zarafshon Mining and Metallurgy Works JSC')
  expect(data.lines.map(({ site }) => site)).toContain('Smelting shop No. 3')
})

test('what the register has in no other language is shown as it is registered, never translated', async () => {
  const { data } = await load('practiceSchedule', inLanguage('ru'))
  expect(data.lines.map(({ site }) => site)).toContain('3-son eritish sexi')
})

test('an Uzbek paper has what the partner gave for the agreement', async () => {
  const [, theirs] = (await load('cooperationAgreement')).data.parties
  expect(theirs?.legalName).not.toMatch(/\p{Script=Cyrillic}/u)
})

test('a paper is made in the centre of the region where the address names no town, in the words of its language', async () => {
  const place = async (region: string, language: 'uz-Latn' | 'ru' | 'en') => {
    await world().pool.query(
      `UPDATE process SET state = jsonb_set(state, '{requisites,address}', '"210166, Sanoat koʻchasi, 132"')
       WHERE kind = 'agreement'`,
    )
    await world().pool.query(`UPDATE partner SET region = $1 WHERE code = 'ZKM'`, [region])
    const paper = await load('orderAcceptingStudents', inLanguage(language))
    return wordingOf(language).place(paper.place)
  }
  expect(await place('Navoiy', 'ru')).toContain('Навои')
  expect(await place('Qashqadaryo viloyati', 'ru')).toContain('Карши')
  expect(await place('Surxondaryo', 'en')).toContain('Termez')
  expect(await place('Xorazm viloyati', 'uz-Latn')).toContain('Urganch')
})

test('what a partner gave stands where it is in the language of the paper', () => {
  const others = { ru: 'АО «Завод»', en: 'Plant JSC' }
  expect(givenOr('ru', 'АО «Завод № 1»', 'Zavod AJ', others)).toBe('АО «Завод № 1»')
  expect(givenOr('ru', '“Zavod” AJ', 'Zavod AJ', others)).toBe('АО «Завод»')
  expect(givenOr('ru', '“Zavod” AJ', 'Zavod AJ', {})).toBe('“Zavod” AJ')
  expect(givenOr('en', '“Zavod” AJ', 'Zavod AJ', others)).toBe('Plant JSC')
  expect(givenOr('uz-Latn', '“Zavod” AJ', 'Zavod AJ', others)).toBe('“Zavod” AJ')
  expect(givenOr('uz-Latn', 'АО «Завод»', 'Zavod AJ', others)).toBe('Zavod AJ')
  expect(givenOr('uz-Cyrl', undefined, 'Zavod AJ', others)).toBe('Zavod AJ')
})
