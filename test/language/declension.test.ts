import { examplePaper } from '../../documents/examples.ts'
import { messagesOf } from '../../documents/messages.ts'
import { genderOf, postInGenitive, shortNameInGenitive } from '../../language/declension.ts'
import { partsOf } from '../../language/names.ts'
import { bare, drawnText } from '../documents/text.ts'

const plain = (text: string | undefined) => text?.replaceAll('\u00A0', ' ')
const person = (surname: string, givenName: string, patronymic?: string) =>
  partsOf('ru', { surname, givenName, ...(patronymic === undefined ? {} : { patronymic }) })

test.each([
  [person('Olimov', 'Sunnat', 'Shuhrat oʻgʻli'), 'Олимова С. Ш.'],
  [person('Karimova', 'Nilufar', 'Baxtiyor qizi'), 'Каримовой Н. Б.'],
  [person('Normatov', 'Bekzod'), 'Норматова Б.'],
  [person('Yoʻldosheva', 'Zebo', 'Dilshod qizi'), 'Юлдошевой З. Д.'],
  [person('Oʻroqov', 'Alisher', 'Abbos oʻgʻli'), 'Урокова А. А.'],
  [person('Al Hamad', 'Yusuf', 'Said oʻgʻli'), 'Ал Хамада Ю. С.'],
  [person('Kim', 'Sergey', 'Petrovich'), 'Кима С. П.'],
  [person('Kim', 'Yelena', 'Sergeyevna'), 'Ким Е. С.'],
  [person('Ivanchenko', 'Olga', 'Ivanovna'), 'Иванченко О. И.'],
  [person('Jumayev', 'Farrux', 'Ibrohimovich'), 'Жумаева Ф. И.'],
  [person('Mirzo', 'Ulugʻbek', 'Tohir oʻgʻli'), 'Мирзо У. Т.'],
  [{ surname: 'Аль-Хамад', givenName: 'Юсуф' }, 'Аль-Хамада Ю.'],
  [{ surname: 'Юлдашева', givenName: 'Севара', patronymic: 'Рустамовна' }, 'Юлдашевой С. Р.'],
])('%j stands in the genitive as %s', (name, genitive) => {
  expect(plain(shortNameInGenitive(name))).toBe(genitive)
})

test('a name that does not tell whose it is stays undeclined', () => {
  expect(genderOf(person('Hamid', 'Lola'))).toBeUndefined()
  expect(shortNameInGenitive(person('Hamid', 'Lola'))).toBeUndefined()
})

test.each([
  ['ректор', 'ректора'],
  ['генеральный директор', 'генерального директора'],
  ['заведующая кафедрой', 'заведующей кафедрой'],
  ['главный инженер по охране труда', 'главного инженера по охране труда'],
  ['первый заместитель председателя правления', 'первого заместителя председателя правления'],
  ['boshqaruv raisi', undefined],
  ['главный', undefined],
])('the post %s stands in the genitive as %s', (post, genitive) => {
  expect(postInGenitive(post)).toBe(genitive)
})

test('every post that papers know has its genitive', () => {
  const posts = Object.entries(messagesOf('ru')).filter(([key]) => key.startsWith('post.'))
  expect(posts.length).toBeGreaterThan(20)
  expect(posts.filter(([, post]) => postInGenitive(post) === undefined)).toEqual([])
})

describe('a Russian agreement', () => {
  const agreement = (change: object) => {
    const paper = examplePaper('cooperationAgreement', 'ru')
    if (paper.kind !== 'cooperationAgreement') throw new Error('another kind')
    const parties = paper.data.parties.map((party) => ({
      ...party,
      signatory: { ...party.signatory, ...change },
    }))
    return bare(drawnText({ ...paper, data: { ...paper.data, parties } }))
  }

  test('names who represents each party, and on what authority, in the right case', () => {
    const text = agreement({})
    expect(text).toContain(bare('в лице ректора Жумаева Ф. И., действующего на основании Устава, с одной'))
    expect(text).toContain(
      bare(
        'в лице генерального директора Олимова С. Ш., действующего на основании доверенности от 02.03.2026',
      ),
    )
  })

  test('speaks of a woman as of a woman', () => {
    const woman = { surname: 'Karimova', givenName: 'Nilufar', patronymic: 'Baxtiyor qizi' }
    expect(agreement(woman)).toContain(bare('ректора Каримовой Н. Б., действующей на основании Устава'))
  })

  test('keeps to the nominative where no rule is sure', () => {
    const text = agreement({ post: 'boshqaruv raisi' })
    expect(text).toContain(bare('представитель: boshqaruv raisi Жумаев Фаррух Иброхим угли'))
  })

  test('prefers the form that a person has checked', () => {
    const text = agreement({ genitive: 'ректора Джумаева Фарруха Ибрагимовича' })
    expect(text).toContain(bare('в лице ректора Джумаева Фарруха Ибрагимовича, действующего на основании'))
  })
})

test('a Russian certificate says of a woman that she and of a man that he has completed the practice', () => {
  const certifies = (surname: string, patronymic: string) => {
    const paper = examplePaper('completionCertificate', 'ru')
    if (paper.kind !== 'completionCertificate') throw new Error('another kind')
    const trainee = { ...paper.data.trainee, trainee: { surname, givenName: 'Nur', patronymic } }
    return bare(drawnText({ ...paper, data: { ...paper.data, trainee } }))
  }
  expect(certifies('Karimova', 'Baxtiyor qizi')).toContain(bare('полностью прошла'))
  expect(certifies('Karimov', 'Baxtiyor oʻgʻli')).toContain(bare('полностью прошёл '))
  expect(certifies('Karimov', 'Baxtiyor oʻgʻli')).not.toContain('(ла)')
})
