import type { Language } from '../../schema/contracts/lists.ts'

/** What people would have written into the papers of the sample institution, in the language of the paper. */
interface Texts {
  agreement: string
  schedule: string
  sending: string
  accepting: string
  notice: string
  protocol: string
  commissionOrder: string
  commissionProtocol: string
  officeOwner: string
  sharedOwner: string
  yearlyReview: string
  reviewEvidence: string
  openDay: string
  openDayEvidence: string
  practiceOffer: string
  practiceBenefit: string
  practiceAsk: string
  attestationOffer: string
  attestationAsk: string
  draftAgreement: string
  goal: string
  sector: string
  directions: string
  regionalRole: string
  visitPlace: string
  packageNote: string
  approved: string
  exceptionReason: string
  topic: string
  summary: string
  sendProgramme: string
  nameMentors: string
  component: string
  equipment: string
  workplace: string
  lightingRemark: string
  factors: string
  defect: string
  work: string
  attitude: string
  strengths: string
  gaps: string
  illness: string
  room: string
  thesis: string
  opinion: string
  qualification: string
  degree: string
  holiday: string
  teaching: string
  legalAct: string
}

const UZ: Texts = {
  agreement: 'Hamkorlik toʻgʻrisida shartnoma',
  schedule: 'Amaliyot oʻtkazish reja-jadvali',
  sending: 'Talabalarni amaliyotga yuborish toʻgʻrisida buyruq',
  accepting: 'Talabalarni amaliyotga qabul qilish toʻgʻrisida buyruq',
  notice: 'Amaliyot boshlanishi haqida xat',
  protocol: 'Hisobotlarni himoya qilish bayonnomasi',
  commissionOrder: 'Davlat attestatsiya komissiyasi tarkibi toʻgʻrisida buyruq',
  commissionProtocol: 'Davlat attestatsiya komissiyasi bayonnomasi',
  officeOwner: 'Amaliyot va hamkorlik boʻlimi',
  sharedOwner: 'Tomonlarning masʼul shaxslari',
  yearlyReview: 'Hamkorlik natijalarini birgalikda koʻrib chiqish',
  reviewEvidence: 'Yigʻilish bayoni',
  openDay: 'Bitiruvchilar uchun ochiq eshiklar kuni',
  openDayEvidence: 'Qatnashchilar roʻyxati',
  practiceOffer: 'Yiliga 30 nafar talaba, dastur, rahbar va hujjatlar bilan',
  practiceBenefit: 'Boʻlajak muhandislarni ishda koʻrib tanlash imkoniyati',
  practiceAsk: '3 ta amaliyot joyi va 6 nafar murabbiy',
  attestationOffer: 'Attestatsiya komissiyasida 2 ta oʻrin',
  attestationAsk: 'Har yili 2 nafar ekspert',
  draftAgreement: 'Hamkorlik shartnomasi loyihasi, 3 varaqda',
  goal: 'Amaliyot joylari, murabbiylar va bitiruvchilarni ishga joylashtirish boʻyicha uzoq muddatli hamkorlikni kelishish.',
  sector: 'konchilik va metallurgiya',
  directions: 'oltin va mis rudalarini qazib olish, eritish, tozalash, kon jihozlarini taʼmirlash',
  regionalRole: 'hududdagi eng yirik ish beruvchi, 2030-yilgacha ikkita yangi zavod',
  visitPlace: 'Majmua boshqaruvi binosi, Sanoat koʻchasi, 132',
  packageNote: 'universitet haqida taqdimot, dasturlar, shartnoma loyihasi',
  approved: 'tashrif maʼqullandi',
  exceptionReason: 'Rektor xizmat safarida, masala kechiktirilmaydi',
  topic: 'Talabalar amaliyoti va bitiruvchilarni ishga joylashtirish boʻyicha hamkorlik',
  summary:
    'Tomonlar amaliyot joylarining holati va murabbiylar soni bilan tanishdilar.\nHamkor bahorgi amaliyot uchun uchta amaliyot joyi ajratishga tayyorligini bildirdi.',
  sendProgramme: 'Amaliyot dasturini yuborish',
  nameMentors: 'Murabbiylar roʻyxatini taqdim etish',
  component: 'Bitiruv oldi amaliyoti',
  equipment: 'Induksion pech, spektrometr, oʻlchov asboblari',
  workplace: 'Eritish jarayoni operatori',
  lightingRemark: 'ikkita yoritkich almashtirilsin',
  factors: 'yuqori harorat, shovqin, chang',
  defect: 'Ikkita yoritkich ishlamaydi',
  work: 'Eritish jarayonini kuzatdi, namunalar oldi, spektral tahlil natijalarini rasmiylashtirdi.',
  attitude: 'Topshiriqlarga masʼuliyat bilan yondashdi, ish vaqtiga qatʼiy rioya qildi.',
  strengths: 'Oʻlchash aniqligi, hujjatlar bilan ishlash.',
  gaps: 'Texnik ingliz tilini mustahkamlashi kerak.',
  illness: 'kasallik',
  room: '214-xona',
  thesis: 'Mis konsentratini eritishda shlak tarkibini optimallashtirish',
  opinion: 'Korxona talablariga javob beradi',
  qualification: 'metallurg muhandis',
  degree: 'texnika fanlari nomzodi',
  holiday: 'Navroʻz',
  teaching: 'Metallurgiya va konchilik',
  legalAct: 'Universitet Ustavi',
}

const RU: Texts = {
  agreement: 'договор о сотрудничестве',
  schedule: 'график проведения практики',
  sending: 'приказ о направлении обучающихся на практику',
  accepting: 'приказ о приёме обучающихся на практику',
  notice: 'уведомление о направлении на практику',
  protocol: 'протокол защиты отчётов',
  commissionOrder: 'приказ об утверждении состава государственной аттестационной комиссии',
  commissionProtocol: 'протокол заседания государственной аттестационной комиссии',
  officeOwner: 'Отдел практики и сотрудничества',
  sharedOwner: 'Ответственные лица Сторон',
  yearlyReview: 'Совместное рассмотрение итогов сотрудничества',
  reviewEvidence: 'Протокол совещания',
  openDay: 'День открытых дверей для выпускников',
  openDayEvidence: 'Список участников',
  practiceOffer: '30 студентов в год с программой, руководителями и документами',
  practiceBenefit: 'Возможность выбрать будущих инженеров, увидев их в работе',
  practiceAsk: '3 места практики и 6 наставников',
  attestationOffer: '2 места в аттестационной комиссии',
  attestationAsk: '2 эксперта ежегодно',
  draftAgreement: 'Проект договора о сотрудничестве на 3 л.',
  goal: 'Договориться о долгосрочном сотрудничестве: места практики, наставники, трудоустройство выпускников.',
  sector: 'горное дело и металлургия',
  directions: 'добыча золотых и медных руд, плавка, аффинаж, ремонт горного оборудования',
  regionalRole: 'крупнейший работодатель региона, два новых завода до 2030 года',
  visitPlace: 'Здание управления, улица Саноат, 132',
  packageNote: 'презентация университета, программы, проект договора',
  approved: 'визит одобрен',
  exceptionReason: 'Ректор в командировке, вопрос не терпит отлагательства',
  topic: 'Сотрудничество в области практики студентов и трудоустройства выпускников',
  summary:
    'Стороны ознакомились с состоянием мест практики и числом наставников.\nПартнёр выразил готовность выделить три места практики для весенней практики.',
  sendProgramme: 'Направить программу практики',
  nameMentors: 'Представить список наставников',
  component: 'Преддипломная практика',
  equipment: 'Индукционная печь, спектрометр, измерительные приборы',
  workplace: 'Оператор плавильного процесса',
  lightingRemark: 'заменить два светильника',
  factors: 'высокая температура, шум, пыль',
  defect: 'Не работают два светильника',
  work: 'Наблюдал процесс плавки, отбирал пробы, оформлял результаты спектрального анализа.',
  attitude: 'К заданиям относился ответственно, строго соблюдал рабочее время.',
  strengths: 'Точность измерений, работа с документами.',
  gaps: 'Следует укрепить технический английский язык.',
  illness: 'болезнь',
  room: 'аудитория 214',
  thesis: 'Оптимизация состава шлака при плавке медного концентрата',
  opinion: 'Соответствует требованиям предприятия',
  qualification: 'инженер-металлург',
  degree: 'кандидат технических наук',
  holiday: 'Навруз',
  teaching: 'Металлургия и горное дело',
  legalAct: 'Устав университета',
}

const EN: Texts = {
  agreement: 'Cooperation agreement',
  schedule: 'Practice schedule',
  sending: 'Order on sending students to practice',
  accepting: 'Order on admitting students to practice',
  notice: 'Notice to host',
  protocol: 'Report defence protocol',
  commissionOrder: 'Order on the attestation commission',
  commissionProtocol: 'Attestation protocol',
  officeOwner: 'Practice and partnership office',
  sharedOwner: 'Responsible persons of the Parties',
  yearlyReview: 'Joint review of the results',
  reviewEvidence: 'Minutes',
  openDay: 'Open day for graduates',
  openDayEvidence: 'List of participants',
  practiceOffer: '30 students a year with programme, supervisors and papers',
  practiceBenefit: 'To choose future engineers after seeing them at work',
  practiceAsk: '3 practice sites and 6 mentors',
  attestationOffer: '2 seats in the attestation commission',
  attestationAsk: '2 experts a year',
  draftAgreement: 'Draft cooperation agreement, 3 pages',
  goal: 'To agree on a long-term cooperation: practice sites, mentors, employment of graduates.',
  sector: 'mining and metallurgy',
  directions: 'gold and copper ore mining, smelting, refining, repair of mining equipment',
  regionalRole: 'largest employer of the region, two new plants by 2030',
  visitPlace: 'Head office, Sanoat street 132',
  packageNote: 'presentation of the university, programmes, draft agreement',
  approved: 'visit approved',
  exceptionReason: 'The rector is on a journey and the matter is urgent',
  topic: 'Cooperation in student practice and graduate employment',
  summary:
    'The sides informed each other about the practice sites and the number of mentors.\nThe partner is ready to provide three sites for the practice in spring.',
  sendProgramme: 'Send the practice programme',
  nameMentors: 'Submit the list of mentors',
  component: 'Pre-diploma practice',
  equipment: 'Induction furnace, spectrometer, measuring instruments',
  workplace: 'Smelting operator',
  lightingRemark: 'replace two lamps',
  factors: 'high temperature, noise, dust',
  defect: 'Two lamps do not work',
  work: 'Watched the smelting process, took samples, recorded results of spectral analysis.',
  attitude: 'Took the tasks seriously and kept the working hours.',
  strengths: 'Precise measurement, work with documents.',
  gaps: 'Should strengthen technical English.',
  illness: 'illness',
  room: 'room 214',
  thesis: 'Optimising the slag in smelting copper concentrate',
  opinion: 'Meets the demands of the enterprise',
  qualification: 'metallurgical engineer',
  degree: 'candidate of technical sciences',
  holiday: 'Navruz',
  teaching: 'Metallurgy and mining',
  legalAct: 'Charter of the university',
}

export function textsOf(language: Language): Texts {
  switch (language) {
    case 'uz-Latn':
    case 'uz-Cyrl':
      return UZ
    case 'ru':
      return RU
    case 'en':
      return EN
  }
}
