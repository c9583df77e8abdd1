import type { Language } from '../../schema/contracts/lists.ts'
import type { PaperData } from '../../schema/contracts/papers.ts'
import {
  accountant,
  departmentHead,
  generalDirector,
  institutionName,
  lawyer,
  mentors,
  metallurgists,
  metallurgy,
  PRACTICE_PERIOD,
  partnerName,
  personnelHead,
  rector,
  SITES,
  safetyEngineer,
  specialist,
  supervisors,
  trainees,
  viceRector,
} from './people.ts'
import { textsOf } from './texts.ts'

type OrderKind =
  | 'orderSendingStudents'
  | 'orderAppointingSupervisors'
  | 'orderAcceptingStudents'
  | 'orderAppointingMentors'
  | 'orderAttestationCommission'

const practice = { academicYear: '2026/2027', type: 'preDiploma', hours: 288 } as const

export function orderExamples(language: Language): { [K in OrderKind]: PaperData<K> } {
  const say = textsOf(language)
  const agreement = { title: say.agreement, number: '14/26-SH', date: '2026-12-20' }
  const schedule = { title: say.schedule, date: '2026-12-23' }
  const sending = { title: say.sending, number: '118-T', date: '2027-01-15' }
  const notice = { title: say.notice, number: '05-12/233', date: '2027-01-19' }
  const ofInstitution = {
    signatory: { ...rector, authority: 'charter' },
    control: viceRector,
    visas: [lawyer, accountant],
  } as const
  const ofPartner = { signatory: { ...generalDirector, authority: 'charter' } } as const
  return {
    orderSendingStudents: {
      ...ofInstitution,
      visas: [...ofInstitution.visas],
      basis: [schedule, agreement],
      hostName: partnerName,
      practice,
      period: PRACTICE_PERIOD,
      students: trainees(language),
      agreements: [agreement],
      safetyPerson: specialist,
      responsible: departmentHead,
      papersDue: '2027-02-03',
      reportDue: '2027-04-06',
      defencePeriod: { from: '2027-04-08', to: '2027-04-17' },
    },
    orderAppointingSupervisors: {
      ...ofInstitution,
      visas: [...ofInstitution.visas],
      basis: [sending],
      hostName: partnerName,
      practice,
      period: PRACTICE_PERIOD,
      rows: supervisors.map(({ phone: _, email: __, ...supervisor }, i) => ({
        supervisor,
        department: say.teaching,
        site: SITES[i]?.name ?? '',
        students: [10, 6, 14][i] ?? 0,
        hours: 24,
        visits: 2,
      })),
    },
    orderAcceptingStudents: {
      ...ofPartner,
      basis: [agreement, notice],
      institutionName: institutionName(language),
      practice,
      period: PRACTICE_PERIOD,
      trainees: trainees(language),
      status: 'trainee',
      pay: 1_360_000,
      workTime: { from: '08:00', to: '14:00' },
      accessFrom: '2027-02-08',
      safetyOfficer: safetyEngineer,
      attendanceOfficer: withoutReach(personnelHead),
      control: withoutReach(personnelHead),
    },
    orderAppointingMentors: {
      ...ofPartner,
      basis: [agreement, notice],
      institutionName: institutionName(language),
      practice,
      period: PRACTICE_PERIOD,
      rows: mentors.map((mentor, i) => ({
        mentor,
        experienceYears: 9 + i,
        site: SITES[i]?.name ?? '',
        trainees: metallurgists.slice(i * 5, i * 5 + 5),
        substitute: withoutPost(mentors[(i + 1) % 3] ?? mentor),
      })),
      supplement: 400_000,
    },
    orderAttestationCommission: {
      ...ofInstitution,
      visas: [...ofInstitution.visas],
      basis: [{ title: say.legalAct }],
      programme: metallurgy(language),
      year: 2027,
      members: [
        { ...safetyEngineer, role: 'chair', isEmployer: true, organisation: partnerName },
        { ...(mentors[1] ?? safetyEngineer), role: 'member', isEmployer: true, organisation: partnerName },
        {
          ...departmentHead,
          role: 'member',
          isEmployer: false,
          organisation: institutionName(language),
          degree: say.degree,
        },
        { ...specialist, role: 'secretary', isEmployer: false, organisation: institutionName(language) },
      ],
      calendar: [{ date: '2027-06-14', room: say.room, group: '401-23' }],
      quorum: 3,
    },
  }
}

function withoutReach({ surname, givenName, patronymic, post }: typeof personnelHead) {
  return { surname, givenName, post, ...(patronymic === undefined ? {} : { patronymic }) }
}

function withoutPost({ post: _, ...person }: (typeof mentors)[number]) {
  return person
}
