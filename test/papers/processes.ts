import { agreementCore } from '../../workflows/agreement/process.ts'
import type { AgreementEvent, AgreementState } from '../../workflows/agreement/state.ts'
import { attestationCore } from '../../workflows/attestation/process.ts'
import type { AttestationState } from '../../workflows/attestation/state.ts'
import type { Core, Data, Day, EventBase } from '../../workflows/durable/types.ts'
import { partnershipCore } from '../../workflows/partnership/process.ts'
import type { PartnershipEvent, PartnershipState } from '../../workflows/partnership/state.ts'
import { placementCore } from '../../workflows/placement/process.ts'
import type { PlacementState } from '../../workflows/placement/state.ts'
import { practiceCycleCore } from '../../workflows/practice-cycle/process.ts'
import type { CycleState, Line } from '../../workflows/practice-cycle/state.ts'
import type { World } from './world.ts'

/** The state a process has after these events. */
function after<State, Event extends EventBase>(
  core: Core<State, Event>,
  begin: object,
  events: Event[],
): State {
  const first = core.begin(JSON.parse(JSON.stringify(begin)))
  let state: State | null = null
  for (const event of [...first, ...events]) state = core.evolve(state, event)
  if (state === null) throw new Error('a process begins with an event')
  return state
}

export const PARTNERSHIP = 'pr1'
export const CONTRACT = 'pr1-1'
export const FRAMEWORK = 'pr1-2'
export const CYCLE = `${CONTRACT}/2026-2027`
export const CYCLE_PROCESS = `practice-cycle/${CYCLE}`
/** The wave of the lines L01–L03. */
export const WAVE = '2027-02-08'

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

interface LineRow {
  code: string
  site: string
  programme: string
  practiceType: string
  group: string
  start: Day
  end: Day
  planned: number
  supervisor: string
  mentors: string[]
}

/** The lines L01–L03 of the samples with their students, as planning would have them. */
export async function cycleState(world: World): Promise<CycleState> {
  const { rows } = await world.pool.query<LineRow>(
    `SELECT code, site_id AS site, programme_id AS programme, practice_type AS "practiceType", study_group AS group,
            start_on::text AS start, end_on::text AS end, planned, supervisor_person_id AS supervisor,
            mentor_person_ids AS mentors
     FROM schedule_line WHERE code IN ('L01', 'L02', 'L03') ORDER BY code`,
  )
  const students = await world.pool.query<{ id: string; group: string }>(
    `SELECT id, study_group AS group FROM person WHERE kind = 'student' ORDER BY code`,
  )
  const people = await world.pool.query<{ id: string; max: number | null }>(
    'SELECT id, max_trainees AS max FROM person',
  )
  const most = new Map(people.rows.map(({ id, max }) => [id, max ?? 0]))
  const taken = new Set<string>()
  const lines = rows.map(({ group, mentors, ...row }): Line => {
    const free = students.rows.filter((one) => one.group === group && !taken.has(one.id))
    const trainees = free.slice(0, row.planned).map(({ id }) => id)
    for (const id of trainees) taken.add(id)
    return {
      ...row,
      wave: row.start,
      trainees,
      mentors: mentors.map((id) => ({ id, max: most.get(id) ?? 0 })),
      ...{
        reserved: true,
        startsOnFreeDay: false,
        finalYear: true,
        graduation: '2027-07-01',
        gate: 'closed',
      },
      ...{ exception: [], begun: false, decisions: 0, week: 0, asked: [], ready: [], defence: 'none' },
    }
  })
  const begin = {
    id: CYCLE,
    agreement: CONTRACT,
    partnership: PARTNERSHIP,
    partner: world.partner('ZKM'),
    academicYear: '2026-2027',
    language: 'uz-Latn',
    administrator: world.person('S004'),
    validFrom: '2027-01-11',
    validTo: '2028-08-31',
    policy: world.policy.practiceCycle,
  }
  return after(practiceCycleCore, begin, [
    { type: 'planned', lines, conflicts: [] },
    { type: 'scheduleConfirmed' },
    { type: 'scheduleAgreed' },
  ])
}

export function placementState(world: World, cycle: CycleState): PlacementState {
  const [line] = cycle.lines
  const [trainee] = line?.trainees ?? []
  if (line === undefined || trainee === undefined) throw new Error('the cycle has no trainee')
  const begin = {
    id: 'pl1',
    code: 'P-2027-L01-01',
    cycle: CYCLE,
    partner: cycle.partner,
    administrator: cycle.administrator,
    language: 'uz-Latn',
    trainee,
    line: line.code,
    site: line.site,
    mentor: world.person('C004'),
    supervisor: line.supervisor,
    start: line.start,
    end: line.end,
    weeks: 8,
    finalYear: true,
    graduation: line.graduation,
    policy: world.policy.placement,
  }
  return after(placementCore, begin, [
    { type: 'started', exception: [], start: line.start, end: line.end },
    { type: 'periodOver' },
  ])
}

export async function sessionState(world: World): Promise<AttestationState> {
  const { rows } = await world.pool.query<{ id: string; programme: string; graduates: string[] }>(
    `SELECT session.id, programme_id AS programme,
            (SELECT array_agg(id ORDER BY code) FROM person WHERE study_group = ANY(groups)) AS graduates
     FROM attestation_session session WHERE code = 'A1'`,
  )
  const row = rows[0]
  if (row === undefined) throw new Error('the samples have no session A1')
  const experts = [world.person('C003'), world.person('C005')]
  const begin = {
    ...row,
    code: 'A1',
    on: '2027-06-14',
    secretary: world.person('S005'),
    partnerships: [PARTNERSHIP],
    invited: experts,
    candidates: experts,
    language: 'uz-Latn',
    administrator: world.person('S004'),
    policy: world.policy.attestation,
  }
  return after(
    attestationCore,
    begin,
    experts.map((person) => ({ type: 'invitationAccepted' as const, person })),
  )
}
