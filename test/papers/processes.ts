import { agreementCore } from '../../workflows/agreement/process.ts'
import type { AgreementEvent, AgreementState } from '../../workflows/agreement/state.ts'
import type { Data, Day } from '../../workflows/durable/types.ts'
import { partnershipCore } from '../../workflows/partnership/process.ts'
import type { PartnershipEvent, PartnershipState } from '../../workflows/partnership/state.ts'
import { after, CONTRACT, PARTNERSHIP } from './states.ts'
import type { World } from './world.ts'

const FORMS = ['studentPractice', 'graduateEmployment', 'attestationParticipation']

export const PROPOSALS: Data[] = [
  {
    form: 'studentPractice',
    offer: 'Har yili 30 nafar talaba uchun amaliyot dasturi va rahbarlar',
    benefit: 'Yosh mutaxassislarni oldindan tanlab olish imkoniyati',
    ask: 'Uchta amaliyot joyi va olti nafar murabbiy',
  },
  {
    form: 'graduateEmployment',
    offer: 'Bitiruvchilar roʻyxati va tavsifnomalari',
    benefit: 'Kadrlar taʼminoti',
    ask: 'Boʻsh ish oʻrinlari haqida choraklik maʼlumot',
  },
]

export function preparation(world: World): { type: string; by: string; at: string; data: Data }[] {
  const by = world.person('S004')
  const items: [string, Data][] = [
    ['questions', { whatIsCooperation: 'a', problemsToSolve: 'b', mainPartner: 'c', whatWeGive: 'd' }],
    [
      'goals',
      {
        goal: 'Talabalar amaliyoti va bitiruvchilar bandligi boʻyicha uzoq muddatli hamkorlikni yoʻlga qoʻyish',
        tasks: ['Amaliyot joylarini koʻrish', 'Shartnoma loyihasini muhokama qilish'],
      },
    ],
    [
      'partnerInfo',
      { employees: 18500, mainDirections: 'oltin va mis rudasini qazib olish', tradeUnion: 'yes' },
    ],
    [
      'meeting',
      { on: '2026-12-08', time: '10:00', place: 'Kombinat maʼmuriy binosi, 2-qavat', ownTerritory: false },
    ],
    ['representative', { representative: world.person('S001'), contact: world.person('C001') }],
    ['package', { proposals: PROPOSALS, validUntil: '2026-12-31' }],
  ]
  return items.map(([item, answer], n) => ({
    type: 'itemPrepared',
    by,
    at: `2026-11-2${n + 3}T20:30:00.000Z`,
    data: { item, answer },
  }))
}

export function partnershipState(world: World): PartnershipState {
  const begin = {
    id: PARTNERSHIP,
    partner: world.partner('ZKM'),
    administrator: world.person('S004'),
    language: 'uz-Latn',
    forms: FORMS,
    policy: world.policy.partnership,
  }
  const events = preparation(world).map(
    ({ type, data }) => ({ type, ...data }) as unknown as PartnershipEvent,
  )
  return after(partnershipCore, begin, events)
}

/** What the partner gave itself; its name differs from the list of partners on purpose. */
export const REQUISITES = {
  legalName: '“Zarafshon kon-metallurgiya majmuasi” AJ',
  address: '210166, Navoiy viloyati, Zarafshon shahri, Sanoat koʻchasi, 132',
  taxId: '289974538',
  bankAccount: '20208833461930923435',
  bankName: '“Sanoatqurilishbank” ATB Zarafshon filiali',
  bankMfo: '00383',
  phone: '+998 00 522-60-00',
  email: 'office@zkm.example',
}

export function terms(
  world: World,
): Data & { validFrom: Day; validTo: Day; renewal: 'automatic'; signatory: string } {
  return {
    validFrom: '2027-01-11',
    validTo: '2028-08-31',
    renewal: 'automatic',
    terminationNoticeDays: 10,
    optOutNoticeDays: 30,
    coordinatorInstitution: world.person('S004'),
    coordinatorPartner: world.person('C002'),
    signatory: world.person('S001'),
    signatoryAuthority: { basis: 'charter' },
    plannedNumber: 60,
    paid: false,
    programme: [
      {
        measure: 'Amaliyot joylarini birgalikda koʻrikdan oʻtkazish',
        owner: 'amaliyot boʻlimi, mehnat muhofazasi xizmati',
        term: '2027-01-29',
        evidence: 'dalolatnoma',
      },
    ],
  }
}

/** An agreement up to its last signature. */
export function signedAgreement(
  world: World,
  id: string,
  kind: string,
  change: Data = {},
  more: AgreementEvent[] = [],
): AgreementState {
  const begin = {
    id,
    kind,
    language: 'uz-Latn',
    forms: FORMS,
    partnership: PARTNERSHIP,
    partner: world.partner('ZKM'),
    author: world.person('S004'),
    policy: world.policy.agreement,
  }
  const authority = { basis: 'powerOfAttorney', number: '17', date: '2026-06-01', validTo: '2027-12-31' }
  const signatory = world.person('C001')
  const own = world.person('S001')
  return after(agreementCore, begin, [
    { type: 'requisitesGiven', requisites: REQUISITES, signatory, authority, onBehalf: false },
    { type: 'draftSubmitted', version: 1, terms: { ...terms(world), ...change } },
    { type: 'draftRendered', version: 1, hash: 'a'.repeat(64), document: 'd0' },
    {
      type: 'approvalFinished',
      version: 1,
      signatories: [
        { person: signatory, side: 'partner', status: 'asked', attempt: 1, route: null },
        { person: own, side: 'institution', status: 'waiting', attempt: 1, route: null },
      ],
    },
    ...more,
  ])
}

export function activeContract(world: World): AgreementState {
  return signedAgreement(world, CONTRACT, 'practiceContract', {}, [
    {
      type: 'activated',
      ...{
        number: '14/27-SH',
        document: 'd1',
        signedOn: '2027-01-08',
        validFrom: '2027-01-11',
        validTo: '2028-08-31',
      },
    },
  ])
}
