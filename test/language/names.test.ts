import { byName, fullName, shortName } from '../../language/names.ts'

const plain = (text: string) => text.replaceAll('\u00A0', ' ')
const named = (surname: string, givenName = 'Ali', patronymic = 'Vali oʻgʻli') => ({
  surname,
  givenName,
  patronymic,
})

describe('a name', () => {
  const sevara = named('Yoʻldosheva', 'Sevara', 'Rustam qizi')

  test('is written in the script of the paper', () => {
    expect(fullName('uz-Latn', sevara)).toBe('Yoʻldosheva Sevara Rustam qizi')
    expect(fullName('uz-Cyrl', sevara)).toBe('Йўлдошева Севара Рустам қизи')
    expect(fullName('ru', sevara)).toBe('Юлдошева Севара Рустам кизи')
  })

  test('keeps the own spelling where the person gave one', () => {
    const own = {
      ...sevara,
      nameRu: 'Юлдашева Севара Рустамовна',
      nameCyrl: 'Йўлдошева Севара',
      nameEn: 'Yuldasheva Sevara',
    }
    expect(fullName('ru', own)).toBe('Юлдашева Севара Рустамовна')
    expect(plain(shortName('ru', own))).toBe('С.Р. Юлдашева')
    expect(plain(shortName('en', own))).toBe('S. Yuldasheva')
    expect(fullName('uz-Cyrl', own)).toBe('Йўлдошева Севара')
  })

  test('keeps digraphs whole in its initials', () => {
    const initials = (given: string) => plain(shortName('uz-Latn', named('Karimov', given)))
    expect(initials('Shuhrat')).toBe('Sh. Karimov')
    expect(initials('Choriy')).toBe('Ch. Karimov')
    expect(initials('Oʻktam')).toBe('Oʻ. Karimov')
    expect(initials('Gʻayrat')).toBe('Gʻ. Karimov')
    expect(initials('Yorqin')).toBe('Y. Karimov')
    expect(plain(shortName('uz-Cyrl', named('Karimov', 'Yorqin')))).toBe('Ё. Каримов')
    expect(plain(shortName('uz-Cyrl', named('Karimov', 'Shuhrat')))).toBe('Ш. Каримов')
  })

  test('of two words keeps them together wherever it is shortened', () => {
    const yusuf = { surname: 'Al Hamad', givenName: 'Yusuf' }
    expect(plain(shortName('uz-Latn', yusuf))).toBe('Y. Al Hamad')
    expect(plain(shortName('en', yusuf))).toBe('Y. Al Hamad')
    expect(plain(shortName('uz-Cyrl', yusuf))).toBe('Ю. Ал Ҳамад')
    expect(plain(shortName('ru', { ...yusuf, patronymic: 'Said oʻgʻli' }))).toBe('Ю.С. Ал Хамад')
    expect(plain(shortName('ru', { ...yusuf, nameRu: 'Аль Хамад Юсуф' }))).toBe('Ю. Аль Хамад')
    expect(fullName('uz-Latn', yusuf)).toBe('Al Hamad Yusuf')
    expect(shortName('en', yusuf)).not.toContain(' ')
  })

  test('does not part from its initials at the end of a line', () => {
    expect(shortName('ru', sevara)).toBe('С.Р.\u00A0Юлдошева')
  })
})

describe('a list of people', () => {
  const order = (language: 'uz-Latn' | 'uz-Cyrl' | 'ru', surnames: string[]) =>
    byName(
      language,
      surnames.map((surname) => named(surname)),
      (person) => person,
    ).map(({ surname }) => surname)

  test('follows the Uzbek alphabet: Oʻ, Gʻ, Sh, Ch after Z', () => {
    expect(
      order('uz-Latn', [
        'Choriyev',
        'Shukurov',
        'Gʻofurov',
        'Oʻroqov',
        'Zokirov',
        'Gulomov',
        'Olimov',
        'Salimov',
      ]),
    ).toEqual(['Gulomov', 'Olimov', 'Salimov', 'Zokirov', 'Oʻroqov', 'Gʻofurov', 'Shukurov', 'Choriyev'])
  })

  test('in Cyrillic ends with Ў, Қ, Ғ, Ҳ', () => {
    expect(order('uz-Cyrl', ['Hamidov', 'Gʻofurov', 'Qodirov', 'Oʻroqov', 'Yusupov', 'Karimov'])).toEqual([
      'Karimov',
      'Yusupov',
      'Oʻroqov',
      'Qodirov',
      'Gʻofurov',
      'Hamidov',
    ])
  })

  test('in Russian follows the Russian alphabet', () => {
    expect(order('ru', ['Yusupov', 'Olimov', 'Choriyev', 'Abdullayev'])).toEqual([
      'Abdullayev',
      'Olimov',
      'Choriyev',
      'Yusupov',
    ])
  })
})
