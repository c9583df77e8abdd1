import type { Language } from '../../schema/contracts/lists.ts'
import type {
  PaperContact,
  PaperOfficial,
  PaperParty,
  PaperPerson,
  PaperProgramme,
  TraineeRow,
} from '../../schema/contracts/papers/groups.ts'

/** Persons and organisations of the sample institution, as the files in samples/ have them. */

function person(name: string): PaperPerson {
  const [surname = '', givenName = '', ...rest] = name.split(' ')
  return { surname, givenName, ...(rest.length === 0 ? {} : { patronymic: rest.join(' ') }) }
}

const official = (name: string, post: string): PaperOfficial => ({ ...person(name), post })

export const rector = official('Jumayev Farrux Ibrohim oʻgʻli', 'rector')
export const viceRector = official('Oʻroqov Alisher Abbos oʻgʻli', 'vice-rector for academic affairs')
export const officeHead: PaperContact = {
  ...official('Pardayeva Maftuna Oʻktam qizi', 'head of the practice and partnership office'),
  phone: '+998 00 223-40-50',
  email: 'maftuna.pardayeva@ztu.example',
}
export const specialist = official(
  'Daminova Nodira Anvar qizi',
  'specialist of the practice and partnership office',
)
export const lawyer = official('Mirzayeva Umida Dilshod qizi', 'head of the legal department')
export const accountant = official('Pardayeva Ozoda Temur qizi', 'chief accountant')
export const departmentHead = official(
  'Jumayev Baxtiyor Farhod oʻgʻli',
  'head of the department of metallurgy and mining',
)
export const supervisors: PaperContact[] = [
  { ...official('Azimova Madina Sherzod qizi', 'assistant'), email: 'madina.azimova@ztu.example' },
  { ...official('Nabiyev Rustam Abdulla oʻgʻli', 'senior teacher'), email: 'rustam.nabiyev@ztu.example' },
  { ...official('Tojiboyev Laziz Jahongir oʻgʻli', 'senior teacher'), phone: '+998 00 223-40-57' },
]

export const generalDirector = official('Olimov Sunnat Shuhrat oʻgʻli', 'general director')
export const personnelHead: PaperContact = {
  ...official('Jumayeva Shahlo Akbar qizi', 'head of personnel'),
  phone: '+998 00 227-78-66',
  email: 'shahlo.jumayeva@zkm.example',
}
export const safetyEngineer = official('Narzullayeva Kamola Qahramon qizi', 'chief labour safety engineer')
export const mentors: PaperOfficial[] = [
  official('Tojiboyeva Xurshida Akmal qizi', 'lead engineer'),
  official('Gʻofurov Farhod Shuhrat oʻgʻli', 'senior technologist'),
  official('Rahmatov Otabek Ibrohim oʻgʻli', 'shop foreman'),
]

const INSTITUTION = {
  'uz-Latn': 'Zarafshon texnika universiteti',
  'uz-Cyrl': 'Zarafshon texnika universiteti',
  ru: 'Зарафшанский технический университет',
  en: 'Zarafshon Technical University',
} as const
const MINISTRY = {
  'uz-Latn': 'Oliy taʼlim, fan va innovatsiyalar vazirligi',
  'uz-Cyrl': 'Oliy taʼlim, fan va innovatsiyalar vazirligi',
  ru: 'Министерство высшего образования, науки и инноваций',
  en: 'Ministry of Higher Education, Science and Innovation',
} as const

export const institutionName = (language: Language): string => INSTITUTION[language]

export const institutionHead = (language: Language) => ({
  side: 'institution' as const,
  superiorBody: MINISTRY[language],
  name: INSTITUTION[language],
  address: '210100, Navoiy viloyati, Navoiy shahri, Bunyodkor koʻchasi, 27',
  phone: '+998 00 223-40-50',
  email: 'office@ztu.example',
  taxId: '300412765',
  hasSeal: true,
})

export const partnerName = '“Zarafshon kon-metallurgiya majmuasi” aksiyadorlik jamiyati'

export const partnerHead = {
  side: 'partner' as const,
  name: partnerName,
  address: '210166, Navoiy viloyati, Sanoat koʻchasi, 132',
  phone: '+998 00 522-63-53',
  taxId: '289974538',
  hasSeal: true,
}

export const parties = (language: Language): PaperParty[] => [
  {
    side: 'institution',
    legalName: INSTITUTION[language],
    address: '210100, Navoiy viloyati, Navoiy shahri, Bunyodkor koʻchasi, 27',
    taxId: '300412765',
    bankAccount: '23402000300100001010',
    treasuryAccount: '400110860334017094100079001',
    bankName: 'Oʻzbekiston Respublikasi Markaziy banki HKKM',
    bankCode: '00014',
    phone: '+998 00 223-40-50',
    email: 'office@ztu.example',
    hasSeal: true,
    signatory: { ...rector, authority: 'charter' },
  },
  {
    side: 'partner',
    legalName: partnerName,
    address: '210166, Navoiy viloyati, Sanoat koʻchasi, 132',
    taxId: '289974538',
    bankAccount: '20208833461930923435',
    bankCode: '00383',
    phone: '+998 00 522-63-53',
    email: 'sunnat.olimov@zkm.example',
    hasSeal: true,
    signatory: {
      ...generalDirector,
      authority: 'powerOfAttorney',
      authorityNo: '17/2026',
      authorityDate: '2026-03-02',
      authorityValidTo: '2029-03-01',
    },
  },
]

const METALLURGY = {
  'uz-Latn': 'Metallurgiya',
  'uz-Cyrl': 'Metallurgiya',
  ru: 'Металлургия',
  en: 'Metallurgy',
}
const MINING = { 'uz-Latn': 'Konchilik ishi', 'uz-Cyrl': 'Konchilik ishi', ru: 'Горное дело', en: 'Mining' }

export const metallurgy = (language: Language): PaperProgramme => ({
  code: '60711400',
  name: METALLURGY[language],
})
export const mining = (language: Language): PaperProgramme => ({
  code: '60721500',
  name: MINING[language],
})

export const SITES = [
  { name: '3-son eritish sexi', address: 'Markaziy maydon, 9' },
  { name: 'Markaziy zavod laboratoriyasi', address: 'Shimoliy hudud, 29' },
  { name: '“Oqtogʻ-2” karyeri', address: 'Shimoliy hudud, 1' },
] as const
const [SMELTING, LABORATORY, QUARRY] = SITES

export const PRACTICE_PERIOD = { from: '2027-02-08', to: '2027-04-03' }

const METALLURGISTS = [
  'Sobirov Mirzo Jahongir oʻgʻli',
  'Yoʻldosheva Aziza Maʼruf qizi',
  'Mirzayev Gʻayrat Davron oʻgʻli',
  'Shukurov Gʻayrat Sardor oʻgʻli',
  'Bozorova Gulbahor Oʻktam qizi',
  'Zokirov Bobur Sardor oʻgʻli',
  'Ortiqov Yorqin Bekzod oʻgʻli',
  'Choriyeva Zarina Javohir qizi',
  'Shukurova Nigora Elyor qizi',
  'Zokirov Odil Laziz oʻgʻli',
  'Qurbonova Parvina Xurshid qizi',
  'Ismoilov Akbar Bekzod oʻgʻli',
  'Musayev Doniyor Jamshid oʻgʻli',
  'Normatov Akbar Shuhrat oʻgʻli',
  'Qosimov Jahongir Nurali oʻgʻli',
  'Yusupov Islom Yorqin oʻgʻli',
]
const MINERS = [
  'Tojiboyev Bekzod Asror oʻgʻli',
  'Toʻrayeva Sevara Doniyor qizi',
  'Qodirov Akmal Elyor oʻgʻli',
  'Sadullayev Jasur Temur oʻgʻli',
  'Rajabova Durdona Farhod qizi',
  'Jalilov Oʻktam Ravshan oʻgʻli',
  'Hamidova Hilola Davron qizi',
  'Salimova Feruza Bekzod qizi',
  'Mansurova Oydin Otabek qizi',
  'Azimova Zebo Dilshod qizi',
  'Hamidov Kamol Javohir oʻgʻli',
  'Poʻlatov Toʻlqin Zafar oʻgʻli',
  'Shodiyeva Mahliyo Dilshod qizi',
  'Olimov Xurshid Abdulla oʻgʻli',
]

export const metallurgists: PaperPerson[] = METALLURGISTS.map(person)

/** Lines L01 to L03: thirty trainees at three sites. */
export function trainees(language: Language): TraineeRow[] {
  const row = (trainee: PaperPerson, i: number): TraineeRow => ({
    trainee,
    programme: metallurgy(language),
    course: 4,
    group: '401-23',
    site: (i < 10 ? SMELTING : LABORATORY).name,
    period: PRACTICE_PERIOD,
    supervisor: pick(supervisors, i < 10 ? 0 : 1),
    mentor: pick(mentors, i < 10 ? i % 2 : 1),
  })
  const miner = (trainee: PaperPerson): TraineeRow => ({
    ...row(trainee, 0),
    programme: mining(language),
    group: '402-23',
    site: QUARRY.name,
    supervisor: pick(supervisors, 2),
    mentor: pick(mentors, 2),
  })
  return [...metallurgists.map(row), ...MINERS.map((name) => miner(person(name)))]
}

/** The name alone: what a list shows of a teacher or mentor. */
function pick(officials: readonly PaperOfficial[], i: number): PaperPerson {
  const { surname = '', givenName = '', patronymic } = officials[i] ?? {}
  return { surname, givenName, ...(patronymic === undefined ? {} : { patronymic }) }
}
