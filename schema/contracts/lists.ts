/** Controlled lists of the vocabulary; a value outside its list is refused at every border. */

export const languages = ['uz-Latn', 'uz-Cyrl', 'ru', 'en'] as const
export const formsOfCooperation = [
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
export const staffRoles = [
  'administrator',
  'departmentHead',
  'legalOfficer',
  'financeOfficer',
  'qualityOfficer',
  'signatory',
  'practiceSupervisor',
  'attestationSecretary',
  'boardMember',
] as const
export const contactRoles = [
  'signatory',
  'hrOfficer',
  'mentor',
  'siteManager',
  'safetyOfficer',
  'trustee',
  'attestationExpert',
] as const
export const partnerCategories = [
  'industrialEnterprise',
  'commercialOrganisation',
  'oilAndGas',
  'employersAssociation',
  'publicBody',
  'college',
  'scientificOrganisation',
] as const
export const partnerStatuses = ['prospective', 'existing', 'dormant'] as const
export const tradeUnionAnswers = ['yes', 'no', 'unknown'] as const
export const siteKinds = ['workshop', 'site', 'object', 'office', 'laboratory'] as const
export const practiceTypes = ['educational', 'production', 'technological', 'preDiploma'] as const
