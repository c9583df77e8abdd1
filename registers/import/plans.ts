import { defineFile, type RowContext } from './definition.ts'
import type { ReferenceKind, Referred } from './references.ts'
import { examineSchedule } from './schedule.ts'

function findAll(
  context: RowContext,
  kind: ReferenceKind,
  codes: readonly string[],
  column: string,
): Referred[] {
  return codes.flatMap((code) => context.find(kind, code, column) ?? [])
}

const ids = (records: readonly Referred[]): string[] => records.map((record) => record.id)

function findSite(context: RowContext, row: { partnerCode: string; siteCode: string }) {
  const partner = context.find('partner', row.partnerCode, 'partnerCode')
  const site = context.find('site', row.siteCode, 'siteCode')
  if (partner && site && site.partner !== partner.id) context.say('siteCode', 'ofAnotherPartner')
  return { partner, site }
}

/** An academic year and the weeks around it in which its practice may lie: 1 August … 30 September. */
function isInAcademicYear(academicYear: string, from: string, to: string): boolean {
  const [first, second] = academicYear.split('-')
  return from >= `${first}-08-01` && to <= `${second}-09-30`
}

export const practiceScheduleFile = defineFile({
  kind: 'practiceSchedule',
  pattern: /^practice-schedule-(20\d{2}-20\d{2})$/,
  table: {
    name: 'schedule_line',
    key: ['academic_year', 'code'],
    columns: {
      academic_year: 'text',
      code: 'text',
      partner_id: 'text',
      site_id: 'text',
      programme_id: 'text',
      course: 'integer',
      study_group: 'text',
      practice_type: 'text',
      start_on: 'date',
      end_on: 'date',
      planned: 'integer',
      supervisor_person_id: 'text',
      mentor_person_ids: 'text[]',
    },
  },
  names: {
    partner_id: 'partnerCode',
    site_id: 'siteCode',
    programme_id: 'programmeCode',
    study_group: 'group',
    start_on: 'startDate',
    end_on: 'endDate',
    planned: 'plannedNumber',
    supervisor_person_id: 'supervisorStaffId',
    mentor_person_ids: 'mentorContactIds',
  },
  guarded: ['partner_id'],
  examine: examineSchedule,
  keyColumn: 'lineId',
  needs: ['partner', 'site', 'programme', 'staff', 'contact', 'group'],
  after: ['institution', 'programmes', 'partners', 'staff', 'contacts', 'sites', 'students'],
  toValues: (row, context) => {
    const { partner, site } = findSite(context, row)
    const mentors = findAll(context, 'contact', row.mentorContactIds, 'mentorContactIds')
    if (partner && mentors.some((mentor) => mentor.partner !== partner.id)) {
      context.say('mentorContactIds', 'ofAnotherPartner')
    }
    if (!isInAcademicYear(context.period, row.startDate, row.endDate)) {
      context.say('startDate', 'outsidePeriod', { params: { period: context.period } })
    }
    return {
      academic_year: context.period,
      code: row.lineId,
      partner_id: partner?.id ?? null,
      site_id: site?.id ?? null,
      programme_id: context.find('programme', row.programmeCode, 'programmeCode')?.id ?? null,
      course: row.course,
      study_group: context.find('group', row.group, 'group')?.id ?? null,
      practice_type: row.practiceType,
      start_on: row.startDate,
      end_on: row.endDate,
      planned: row.plannedNumber,
      supervisor_person_id: context.find('staff', row.supervisorStaffId, 'supervisorStaffId')?.id ?? null,
      mentor_person_ids: ids(mentors),
    }
  },
})

export const attestationFile = defineFile({
  kind: 'attestation',
  pattern: /^attestation-(20\d{2})$/,
  table: {
    name: 'attestation_session',
    key: ['year', 'code'],
    columns: {
      year: 'integer',
      code: 'text',
      programme_id: 'text',
      held_on: 'date',
      partner_ids: 'text[]',
      expert_person_ids: 'text[]',
      secretary_person_id: 'text',
      groups: 'text[]',
    },
  },
  names: {
    programme_id: 'programmeCode',
    held_on: 'date',
    partner_ids: 'invitedPartnerCodes',
    expert_person_ids: 'expertContactIds',
    secretary_person_id: 'secretaryStaffId',
  },
  guarded: [],
  keyColumn: 'sessionId',
  needs: ['partner', 'programme', 'staff', 'contact', 'group'],
  after: ['institution', 'programmes', 'partners', 'staff', 'contacts', 'students'],
  toValues: (row, context) => {
    if (!row.date.startsWith(`${context.period}-`))
      context.say('date', 'outsidePeriod', { params: { period: context.period } })
    return {
      year: Number(context.period),
      code: row.sessionId,
      programme_id: context.find('programme', row.programmeCode, 'programmeCode')?.id ?? null,
      held_on: row.date,
      partner_ids: ids(findAll(context, 'partner', row.invitedPartnerCodes, 'invitedPartnerCodes')),
      expert_person_ids: ids(findAll(context, 'contact', row.expertContactIds, 'expertContactIds')),
      secretary_person_id: context.find('staff', row.secretaryStaffId, 'secretaryStaffId')?.id ?? null,
      groups: ids(findAll(context, 'group', row.groups, 'groups')),
    }
  },
})

export const staffInternshipsFile = defineFile({
  kind: 'staffInternships',
  pattern: /^staff-internships$/,
  table: {
    name: 'staff_internship',
    key: ['person_id', 'site_id', 'start_on'],
    columns: {
      person_id: 'text',
      partner_id: 'text',
      site_id: 'text',
      start_on: 'date',
      end_on: 'date',
      topic: 'text',
    },
  },
  names: { partner_id: 'partnerCode', end_on: 'endDate' },
  guarded: [],
  keyColumn: 'staffId',
  needs: ['partner', 'site', 'staff'],
  after: ['institution', 'partners', 'staff', 'sites'],
  toValues: (row, context) => {
    const { partner, site } = findSite(context, row)
    return {
      person_id: context.find('staff', row.staffId, 'staffId')?.id ?? null,
      partner_id: partner?.id ?? null,
      site_id: site?.id ?? null,
      start_on: row.startDate,
      end_on: row.endDate,
      topic: row.topic,
    }
  },
})
