import { defineFile } from './definition.ts'

/** What a name or an address is in further languages; the registered one has a column of its own. */
const inOthers = (ru: string | null, en: string | null) => ({
  ...(ru !== null && { ru }),
  ...(en !== null && { en }),
})

export const programmesFile = defineFile({
  kind: 'programmes',
  pattern: /^programmes$/,
  table: {
    name: 'programme',
    key: ['code'],
    columns: {
      code: 'text',
      names: 'jsonb',
      department_id: 'text',
      level: 'text',
      profession: 'text',
      final_year_course: 'integer',
    },
  },
  names: {
    'names.uz-Latn': 'nameUzLatn',
    'names.ru': 'nameRu',
    'names.en': 'nameEn',
    department_id: 'departmentCode',
  },
  guarded: ['names'],
  keyColumn: 'code',
  needs: ['department'],
  after: ['institution'],
  toValues: (row, context) => ({
    code: row.code,
    names: { 'uz-Latn': row.nameUzLatn, ru: row.nameRu, en: row.nameEn },
    department_id: context.find('department', row.departmentCode, 'departmentCode')?.id ?? null,
    level: row.level,
    profession: row.profession,
    final_year_course: row.finalYearCourse,
  }),
})

export const partnersFile = defineFile({
  kind: 'partners',
  pattern: /^partners$/,
  table: {
    name: 'partner',
    key: ['code'],
    columns: {
      code: 'text',
      name: 'text',
      name_en: 'text',
      names: 'jsonb',
      category: 'text',
      sector: 'text',
      region: 'text',
      legal_address: 'text',
      legal_addresses: 'jsonb',
      tax_id: 'text',
      bank_account: 'text',
      bank_mfo: 'text',
      employees: 'integer',
      trade_union: 'text',
      main_directions: 'text',
      regional_plan_role: 'text',
      forms_existing: 'text[]',
      forms_prospective: 'text[]',
      status: 'text',
    },
  },
  names: {
    'names.ru': 'nameRu',
    'names.en': 'nameEn',
    'legal_addresses.ru': 'legalAddressRu',
    'legal_addresses.en': 'legalAddressEn',
    forms_existing: 'existingForms',
    forms_prospective: 'prospectiveForms',
  },
  derived: { name_en: 'names.en' },
  guarded: ['name', 'names', 'name_en', 'tax_id', 'bank_account', 'bank_mfo'],
  keyColumn: 'partnerCode',
  needs: [],
  after: ['institution'],
  toValues: (row) => ({
    code: row.partnerCode,
    name: row.name,
    name_en: row.nameEn,
    names: inOthers(row.nameRu, row.nameEn),
    category: row.category,
    sector: row.sector,
    region: row.region,
    legal_address: row.legalAddress,
    legal_addresses: inOthers(row.legalAddressRu, row.legalAddressEn),
    tax_id: row.taxId,
    bank_account: row.bankAccount,
    bank_mfo: row.bankMfo,
    employees: row.employees,
    trade_union: row.tradeUnion,
    main_directions: row.mainDirections,
    regional_plan_role: row.regionalPlanRole,
    forms_existing: row.existingForms,
    forms_prospective: row.prospectiveForms,
    status: row.status,
  }),
})

export const sitesFile = defineFile({
  kind: 'sites',
  pattern: /^sites$/,
  table: {
    name: 'site',
    key: ['code'],
    columns: {
      code: 'text',
      partner_id: 'text',
      kind: 'text',
      name: 'text',
      names: 'jsonb',
      address: 'text',
      addresses: 'jsonb',
      professions: 'text[]',
      capacity: 'integer',
      hazards: 'text[]',
      safety_officer_person_id: 'text',
    },
  },
  names: {
    'names.ru': 'nameRu',
    'names.en': 'nameEn',
    'addresses.ru': 'addressRu',
    'addresses.en': 'addressEn',
    partner_id: 'partnerCode',
    professions: 'professionsServed',
    safety_officer_person_id: 'safetyOfficerContactId',
  },
  guarded: ['name', 'names', 'partner_id'],
  keyColumn: 'siteCode',
  needs: ['partner', 'contact'],
  after: ['institution', 'partners', 'contacts'],
  toValues: (row, context) => {
    const partner = context.find('partner', row.partnerCode, 'partnerCode')
    const column = 'safetyOfficerContactId'
    const officer = row[column] === null ? null : context.find('contact', row[column], column)
    if (partner && officer && officer.partner !== partner.id) context.say(column, 'ofAnotherPartner')
    return {
      code: row.siteCode,
      partner_id: partner?.id ?? null,
      kind: row.kind,
      name: row.name,
      names: inOthers(row.nameRu, row.nameEn),
      address: row.address,
      addresses: inOthers(row.addressRu, row.addressEn),
      professions: row.professionsServed,
      capacity: row.capacity,
      hazards: row.hazards,
      safety_officer_person_id: officer?.id ?? null,
    }
  },
})
