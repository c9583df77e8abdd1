/** Controlled lists of the vocabulary; a value outside its list is refused at every border. */

export const LANGUAGES = ['uz-Latn', 'uz-Cyrl', 'ru', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

export const FORMS = [
  'studentPractice',
  'dualEducation',
  'targetedTraining',
  'employeeTraining',
  'graduateEmployment',
  'staffInternship',
  'specialistTeaching',
  'curriculumReview',
  'jointResearch',
  'innovation',
  'jointCommercial',
  'boardOfTrustees',
  'attestationParticipation',
] as const
export const STAFF_ROLES = [
  'administrator',
  'departmentHead',
  'legalOfficer',
  'financeOfficer',
  'qualityOfficer',
  'signatory',
  'practiceSupervisor',
  'attestationSecretary',
  'boardMember',
  /** Reads, and changes nothing. */
  'auditor',
] as const
export type StaffRole = (typeof STAFF_ROLES)[number]
export const CONTACT_ROLES = [
  'signatory',
  'hrOfficer',
  'mentor',
  'siteManager',
  'safetyOfficer',
  'trustee',
  'attestationExpert',
] as const
export const PARTNER_CATEGORIES = [
  'industrialEnterprise',
  'commercialOrganisation',
  'oilAndGas',
  'employersAssociation',
  'publicBody',
  'college',
  'scientificOrganisation',
] as const
export const PARTNER_STATUSES = ['prospective', 'existing', 'dormant'] as const
export const TRADE_UNION_ANSWERS = ['yes', 'no', 'unknown'] as const
export const SITE_KINDS = ['workshop', 'site', 'object', 'office', 'laboratory'] as const
export const PRACTICE_TYPES = [
  'educational',
  'production',
  'technological',
  'preDiploma',
  'pedagogical',
  'field',
] as const
export type PracticeType = (typeof PRACTICE_TYPES)[number]

/** Why a meeting was moved. */
export const MOVE_REASONS = [
  'requestedByPartner',
  'requestedByInstitution',
  'illness',
  'emergency',
  'concurrentEvent',
  'transport',
] as const
/** Why a meeting came to nothing. */
export const FAIL_REASONS = [
  'noOneCame',
  'wrongAddressee',
  'noPerceivedBenefit',
  'emergency',
  'concurrentEvent',
] as const
