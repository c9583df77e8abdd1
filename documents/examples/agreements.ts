import type { Language } from '../../schema/contracts/lists.ts'
import type { PaperData } from '../../schema/contracts/papers.ts'
import { metallurgy, mining, officeHead, PRACTICE_PERIOD, parties, personnelHead, SITES } from './people.ts'
import { textsOf } from './texts.ts'

interface AgreementExamples {
  cooperationAgreement: PaperData<'cooperationAgreement'>
  practiceContract: PaperData<'practiceContract'>
}

export function agreementExamples(language: Language): AgreementExamples {
  const say = textsOf(language)
  return {
    cooperationAgreement: {
      parties: parties(language),
      forms: [
        'studentPractice',
        'dualEducation',
        'graduateEmployment',
        'staffInternship',
        'attestationParticipation',
      ],
      term: { from: '2026-12-20', to: '2029-12-19', renewal: 'automatic' },
      optOutNoticeDays: 30,
      terminationNoticeDays: 10,
      forceMajeureNoticeDays: 5,
      coordinators: [
        { ...officeHead, side: 'institution' },
        { ...personnelHead, side: 'partner' },
      ],
      legalBasis: [say.legalAct],
      copies: { count: 2 },
      measures: [
        { measure: say.openDay, owner: say.officeOwner, due: '2027-05-20', evidence: say.openDayEvidence },
        {
          measure: say.yearlyReview,
          owner: say.sharedOwner,
          due: '2027-06-30',
          evidence: say.reviewEvidence,
        },
      ],
    },
    practiceContract: {
      parties: parties(language),
      practice: { academicYear: '2026/2027', type: 'preDiploma', hours: 288, daysPerWeek: 6, hoursPerDay: 6 },
      programmes: [metallurgy(language), mining(language)],
      plannedNumber: 30,
      period: PRACTICE_PERIOD,
      sites: [...SITES],
      responsibleInstitution: officeHead,
      responsibleHost: personnelHead,
      replacementNoticeDays: 7,
      listDueDays: 7,
      payPerMonth: 1_360_000,
      workplacesForGraduates: 5,
      validTo: '2029-12-19',
      terminationNoticeDays: 10,
      forceMajeureNoticeDays: 5,
      copies: { count: 2 },
      plan: [
        {
          programme: metallurgy(language),
          course: 4,
          group: '401-23',
          type: 'preDiploma',
          planned: 16,
          period: PRACTICE_PERIOD,
        },
        {
          programme: mining(language),
          course: 4,
          group: '402-23',
          type: 'preDiploma',
          planned: 14,
          period: PRACTICE_PERIOD,
        },
      ],
      premises: SITES.map(({ name, address }) => ({
        name,
        address,
        component: say.component,
        equipment: say.equipment,
      })),
    },
  }
}
