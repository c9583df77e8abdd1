import { defineFile, type RowContext } from './definition.ts'

const findPartner = (context: RowContext, code: string | null) =>
  code === null ? null : context.find('partner', code, 'partnerCode')

export const labourDemandFile = defineFile({
  kind: 'labourDemand',
  pattern: /^labour-demand$/,
  table: {
    name: 'labour_demand',
    key: ['year', 'region', 'profession', 'level', 'partner_id', 'source', 'occurrence'],
    columns: {
      year: 'integer',
      region: 'text',
      profession: 'text',
      level: 'text',
      demand: 'integer',
      partner_id: 'text',
      source: 'text',
      occurrence: 'integer',
    },
  },
  names: { demand: 'demandNumber', partner_id: 'partnerCode' },
  guarded: [],
  keyColumn: 'profession',
  needs: ['partner'],
  after: ['institution', 'partners'],
  toValues: (row, context) => {
    const partner = findPartner(context, row.partnerCode)
    return {
      year: row.year,
      region: row.region,
      profession: row.profession,
      level: row.level,
      demand: row.demandNumber,
      partner_id: partner?.id ?? null,
      source: row.source,
      // A source may name the same profession several times; nothing else tells its rows apart.
      occurrence: context.occurrence([
        row.year,
        row.region,
        row.profession,
        row.level,
        row.partnerCode,
        row.source,
      ]),
    }
  },
})

export const employmentFile = defineFile({
  kind: 'employment',
  pattern: /^employment$/,
  table: {
    name: 'employment',
    key: ['graduate_code'],
    columns: {
      graduate_code: 'text',
      full_name: 'text',
      programme_id: 'text',
      graduation_year: 'integer',
      partner_id: 'text',
      profession: 'text',
      hired_on: 'date',
      position: 'text',
      still_employed_at_6_months: 'boolean',
    },
  },
  names: { graduate_code: 'studentId', programme_id: 'programmeCode', partner_id: 'partnerCode' },
  guarded: ['full_name'],
  keyColumn: 'studentId',
  needs: ['programme', 'partner'],
  after: ['institution', 'programmes', 'partners'],
  toValues: (row, context) => ({
    graduate_code: row.studentId,
    full_name: row.fullName,
    programme_id: context.find('programme', row.programmeCode, 'programmeCode')?.id ?? null,
    graduation_year: row.graduationYear,
    partner_id: findPartner(context, row.partnerCode)?.id ?? null,
    profession: row.profession,
    hired_on: row.hiredOn,
    position: row.position,
    still_employed_at_6_months: row.stillEmployedAt6Months,
  }),
})
