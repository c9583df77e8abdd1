import type { Language } from '../../schema/contracts/lists.ts'
import type { TraineeRow } from '../../schema/contracts/papers/groups.ts'
import type { PaperData } from '../../schema/contracts/papers.ts'
import {
  departmentHead,
  generalDirector,
  institutionName,
  mentors,
  metallurgists,
  metallurgy,
  officeHead,
  PRACTICE_PERIOD,
  partnerName,
  personnelHead,
  SITES,
  safetyEngineer,
  specialist,
  supervisors,
  trainees,
  viceRector,
} from './people.ts'
import { textsOf } from './texts.ts'

type Kind =
  | 'meetingRecord'
  | 'siteAcceptanceCertificate'
  | 'safetyBriefingRecord'
  | 'mentorEvaluation'
  | 'defenceProtocol'
  | 'completionCertificate'
  | 'attestationProtocol'
  | 'qualificationCertificate'

export function recordExamples(language: Language): { [K in Kind]: PaperData<K> } {
  const say = textsOf(language)
  const practice = { academicYear: '2026/2027', type: 'preDiploma', hours: 288 } as const
  const trainee = trainees(language)[0] as TraineeRow
  const bare = <T extends typeof officeHead>({ surname, givenName, patronymic, post }: T) => ({
    surname,
    givenName,
    post,
    ...(patronymic === undefined ? {} : { patronymic }),
  })
  const supervisor = bare(supervisors[2] ?? officeHead)
  const mentor = mentors[0] ?? safetyEngineer
  return {
    meetingRecord: {
      partnerName,
      meeting: { date: '2026-12-03', from: '10:00', to: '11:30', place: say.visitPlace },
      attendees: [
        { ...viceRector, side: 'institution' },
        { ...bare(officeHead), side: 'institution' },
        { ...generalDirector, side: 'partner' },
        { ...bare(personnelHead), side: 'partner' },
      ],
      topic: say.topic,
      summary: say.summary,
      outcome: 'agreed',
      actions: [
        {
          text: say.sendProgramme,
          owner: { surname: 'Daminova', givenName: 'Nodira', patronymic: 'Anvar qizi' },
          due: '2026-12-10',
        },
        {
          text: say.nameMentors,
          owner: { surname: 'Jumayeva', givenName: 'Shahlo', patronymic: 'Akbar qizi' },
          due: '2026-12-17',
        },
      ],
      nextMeeting: '2026-12-18',
      confirmedByPartner: '2026-12-05',
      recorder: specialist,
      partnerConfirmer: bare(personnelHead),
    },
    siteAcceptanceCertificate: {
      institutionName: institutionName(language),
      site: SITES[0],
      period: PRACTICE_PERIOD,
      order: { title: say.accepting, number: '41-ich', date: '2027-01-27' },
      commission: [
        { ...mentor, role: 'chair' },
        { ...safetyEngineer, role: 'member' },
        { ...supervisor, role: 'member', organisation: institutionName(language) },
      ],
      capacity: 16,
      workplaces: [{ name: say.workplace, equipment: say.equipment, count: 4 }],
      conditions: [
        { item: 'lighting', ok: false, remark: say.lightingRemark },
        { item: 'ventilation', ok: true },
        { item: 'firstAid', ok: true },
        { item: 'evacuation', ok: true },
        { item: 'electrical', ok: true },
        { item: 'ppe', ok: true },
        { item: 'sanitary', ok: true },
      ],
      harmfulFactors: say.factors,
      minorsAllowed: false,
      defects: [{ text: say.defect, fixBy: '2027-02-05' }],
      decision: 'fitWithConditions',
      validTo: '2027-06-30',
      approver: generalDirector,
      copies: { count: 2 },
    },
    safetyBriefingRecord: {
      institutionName: institutionName(language),
      site: SITES[0].name,
      rows: metallurgists.slice(0, 10).map((person) => ({
        date: '2027-02-08',
        trainee: person,
        kind: 'introductory' as const,
        instructionNo: 'MX-1',
        instructor: safetyEngineer,
        admittedOn: '2027-02-09',
      })),
    },
    mentorEvaluation: {
      trainee,
      placementCode: 'P-2027-L01-01',
      institutionName: institutionName(language),
      practice,
      period: PRACTICE_PERIOD,
      competences: [
        { name: 'professionalKnowledge', level: 4 },
        { name: 'practicalSkills', level: 5 },
        { name: 'safety', level: 5 },
        { name: 'teamwork', level: 4 },
      ],
      work: say.work,
      attitude: say.attitude,
      strengths: say.strengths,
      gaps: say.gaps,
      hostScore: 18,
      hostScoreMax: 20,
      employmentOffer: true,
      mentor,
      siteHead: safetyEngineer,
    },
    defenceProtocol: {
      room: say.room,
      hostName: partnerName,
      practice,
      period: PRACTICE_PERIOD,
      commission: [
        { ...departmentHead, role: 'chair', organisation: institutionName(language) },
        { ...mentor, role: 'member', organisation: partnerName, side: 'partner' },
        { ...supervisor, role: 'secretary', organisation: institutionName(language) },
      ],
      components: [
        { code: 'attendance', max: 10 },
        { code: 'host', max: 20 },
        { code: 'tasks', max: 60 },
        { code: 'report', max: 10 },
      ],
      pass: 60,
      rows: metallurgists.slice(0, 8).map((person, i) => ({
        trainee: person,
        group: '401-23',
        points: [10, 18 - i, i === 7 ? 22 : 52, 8.5],
        total: 88.5 - i - (i === 7 ? 30 : 0),
        mark: i === 7 ? 'unsatisfactory' : i < 3 ? 'excellent' : 'good',
      })),
      absent: metallurgists.slice(8, 9).map((person) => ({ trainee: person, reason: say.illness })),
      failed: metallurgists.slice(7, 8).map((person) => ({ trainee: person, repeatBy: '2027-05-10' })),
    },
    completionCertificate: {
      trainee,
      placementCode: 'P-2027-L01-01',
      partnerName,
      practice,
      period: PRACTICE_PERIOD,
      effectiveHours: 288,
      points: 88.5,
      mark: 'excellent',
      competences: ['professionalKnowledge', 'practicalSkills'],
      partial: false,
      protocol: { title: say.protocol, number: '12', date: '2027-04-10' },
      signatory: { ...viceRector, authority: 'order' },
      partnerSignatory: generalDirector,
    },
    attestationProtocol: {
      programme: metallurgy(language),
      order: { title: say.commissionOrder, number: '64-AF', date: '2027-05-11' },
      startAt: '09:00',
      endAt: '15:30',
      room: say.room,
      commission: [
        { ...safetyEngineer, role: 'chair', organisation: partnerName },
        { ...departmentHead, role: 'member', organisation: institutionName(language) },
        { ...specialist, role: 'secretary', organisation: institutionName(language) },
      ],
      rows: metallurgists.slice(0, 10).map((graduate, i) => ({
        graduate,
        topic: say.thesis,
        score: i === 9 ? 0 : 92 - i,
        grade: i < 3 ? 'excellent' : 'good',
        qualification: i !== 9,
        honours: i < 2,
        absent: i === 9,
        employerOpinion: say.opinion,
      })),
      qualificationTitle: say.qualification,
      votes: { for: 3, against: 0, abstained: 0 },
    },
    qualificationCertificate: {
      graduate: trainee.trainee,
      group: trainee.group,
      programme: metallurgy(language),
      heldOn: '2027-06-14',
      points: 92,
      mark: 'excellent',
      honours: true,
      protocol: { title: say.commissionProtocol, number: '1', date: '2027-06-14' },
      signatory: { ...viceRector, authority: 'order' },
    },
  }
}
