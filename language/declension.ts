import { getFirstnameGender, inclineLastname } from 'lvovich'
import type { NameParts } from './names.ts'

/** What Russian takes from a name, gender and case: “в лице ректора Олимова С. Ш., действующего на основании Устава”. */

const NBSP = '\u00A0'

export type Gender = 'male' | 'female'

/** Endings that tell, the surest first: those of patronymics, then those of surnames. */
const PATRONYMIC: Record<Gender, RegExp> = {
  male: /(?:ич|\s(?:угли|оглы))$/u,
  female: /(?:вна|чна|шна|\s(?:кизи|кызы))$/u,
}
const SURNAME: Record<Gender, RegExp> = {
  male: /(?:[оеё]в|[иы]н|[сц]кий)$/u,
  female: /(?:[оеё]ва|[иы]на|[сц]кая)$/u,
}
const GENDERS = ['male', 'female'] as const

/** Of a name in Russian letters; undefined where nothing in it tells. */
export function genderOf({ surname, givenName, patronymic = '' }: NameParts): Gender | undefined {
  const told =
    GENDERS.find((gender) => PATRONYMIC[gender].test(patronymic)) ??
    GENDERS.find((gender) => SURNAME[gender].test(surname))
  if (told !== undefined) return told
  const known = getFirstnameGender(givenName)
  return GENDERS.find((gender) => gender === known)
}

/** Parts of surnames that no case changes. */
const PARTICLES = new Set([
  'аль',
  'эль',
  'ал',
  'бин',
  'ибн',
  'абу',
  'ван',
  'фон',
  'дер',
  'де',
  'ле',
  'ла',
  'да',
  'ди',
])

function surnameInGenitive(surname: string, gender: Gender): string {
  return surname
    .split(/([\s-])/u)
    .map((part) => (PARTICLES.has(part.toLowerCase()) ? part : inclineLastname(part, 'genitive', gender)))
    .join('')
}

/** Олимова С. Ш., never broken over two lines; undefined where nothing tells whose name it is. */
export function shortNameInGenitive(name: NameParts): string | undefined {
  const gender = genderOf(name)
  if (gender === undefined) return undefined
  const initials = [name.givenName, name.patronymic].flatMap((part) => (part ? [`${part.charAt(0)}.`] : []))
  return [surnameInGenitive(name.surname, gender), ...initials].join(' ').replaceAll(' ', NBSP)
}

/** Действующего or действующей, by whose name it is; both where nothing tells. */
export function actingInGenitive(gender: Gender | undefined): string {
  switch (gender) {
    case 'male':
      return 'действующего'
    case 'female':
      return 'действующей'
    case undefined:
      return 'действующего(ей)'
  }
}

/** Прошёл or прошла, by whose name it is. */
export function passed(gender: Gender | undefined): string {
  switch (gender) {
    case 'male':
      return 'прошёл'
    case 'female':
      return 'прошла'
    case undefined:
      return 'прошёл(ла)'
  }
}

const forms = (text: string): Map<string, string> =>
  new Map(text.split(', ').map((pair) => pair.split(' ') as [string, string]))

const ADJECTIVES = forms(
  'генеральный генерального, главный главного, старший старшего, младший младшего, ведущий ведущего, ' +
    'первый первого, исполнительный исполнительного, технический технического, финансовый финансового, ' +
    'коммерческий коммерческого, научный научного, учебный учебного, региональный регионального, ' +
    'административный административного, производственный производственного, почётный почётного, ' +
    'исполняющий исполняющего, исполняющая исполняющей, временный временного, государственный государственного',
)
const NOUNS = forms(
  'ректор ректора, проректор проректора, декан декана, директор директора, заместитель заместителя, ' +
    'начальник начальника, начальница начальницы, заведующий заведующего, заведующая заведующей, глава главы, ' +
    'руководитель руководителя, председатель председателя, президент президента, вице-президент вице-президента, ' +
    'управляющий управляющего, управляющая управляющей, менеджер менеджера, хоким хокима, министр министра, ' +
    'бухгалтер бухгалтера, инженер инженера, технолог технолога, механик механика, энергетик энергетика, ' +
    'специалист специалиста, мастер мастера, бригадир бригадира, юрист юриста, юрисконсульт юрисконсульта, ' +
    'экономист экономиста, инспектор инспектора, секретарь секретаря, советник советника, врач врача, агроном агронома, ' +
    'профессор профессора, доцент доцента, преподаватель преподавателя, учитель учителя, ассистент ассистента, ' +
    'основатель основателя, учредитель учредителя, предприниматель предпринимателя, обязанности обязанности, ' +
    'уполномоченный уполномоченного, представитель представителя, координатор координатора, архитектор архитектора',
)

/**
 * A post in the genitive: its adjectives and the first noun change, what depends on the noun stays. Undefined for a
 * post whose words are not listed: a wrong case would be worse than none.
 */
export function postInGenitive(post: string): string | undefined {
  const words = post.split(' ')
  const at = words.findIndex((word) => !ADJECTIVES.has(word.toLowerCase()))
  const noun = NOUNS.get((words[at] ?? '').toLowerCase())
  if (noun === undefined) return undefined
  const adjectives = words.slice(0, at).map((word) => ADJECTIVES.get(word.toLowerCase()) ?? word)
  return [...adjectives, noun, ...words.slice(at + 1)].join(' ')
}
