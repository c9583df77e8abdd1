import type { Language } from '../../../schema/contracts/lists.ts'
import type { PaperLetterhead, PaperParty, PaperSignatory } from '../../../schema/contracts/papers/groups.ts'
import type { Data } from '../../../workflows/durable/types.ts'
import { PaperNotLoadable } from './errors.ts'
import type { Institution } from './institution.ts'
import type { Sql } from './records.ts'
import { given, type Names, registeredIn } from './text.ts'

interface PartnerRow {
  name: string
  names: Names
  sector: string
  region: string
  address: string
  addresses: Names
  taxId: string
  bankAccount: string
  bankMfo: string
  employees: number | null
  directions: string | null
  regionalRole: string | null
}

interface Profile {
  name: string
  address: string
  employees: number | null
  sector?: string
  directions?: string | null
  regionalRole?: string | null
}

/** The requisites a partner gave itself, as its agreement keeps them. */
interface Requisites {
  legalName?: string
  address?: string
  taxId?: string
  bankAccount?: string
  bankName?: string
  bankMfo?: string
  phone?: string
  email?: string
}

/**
 * What the partner gave, unless the list has it in the paper's own language and what was given is in another: Cyrillic
 * letters are Russian, and Latin ones may be Uzbek.
 */
export function givenOr(
  language: Language,
  given: string | undefined,
  registered: string,
  others: Names,
): string {
  if (given === undefined) return registeredIn(language, registered, others)
  const isCyrillic = /\p{Script=Cyrillic}/u.test(given)
  switch (language) {
    case 'uz-Latn':
    case 'uz-Cyrl':
      return isCyrillic ? registered : given
    case 'ru':
      return isCyrillic ? given : (others.ru ?? given)
    case 'en':
      return others.en ?? given
  }
}

/** Regions that do not bear the name of their centre. */
const CENTRES: Readonly<Record<string, string>> = {
  Qashqadaryo: 'Qarshi',
  Qoraqalpogʻiston: 'Nukus',
  Sirdaryo: 'Guliston',
  Surxondaryo: 'Termiz',
  Xorazm: 'Urganch',
}

/** Zarafshon shahri, Zarafshon sh. */
const TOWN = /([\p{L}ʻʼ-]+) (?:shahri|sh\.)/u

/**
 * The partner as papers show it. What it gave itself for the agreement goes before what the list of partners says,
 * so that one body has one name in all papers of a language.
 */
export class Partner {
  private constructor(
    readonly id: string,
    private readonly row: PartnerRow,
    private readonly requisites: Requisites,
    private readonly language: Language,
  ) {}

  static async read(
    sql: Sql,
    institution: string,
    id: string,
    language: Language,
    requisites: Data | null,
  ): Promise<Partner> {
    const { rows } = await sql.query<PartnerRow>(
      `SELECT name, names, sector, region, legal_address AS address, legal_addresses AS addresses, tax_id AS "taxId",
              bank_account AS "bankAccount", bank_mfo AS "bankMfo", employees, main_directions AS directions,
              regional_plan_role AS "regionalRole"
       FROM partner WHERE id = $1 AND institution_id = $2`,
      [id, institution],
    )
    if (rows[0] === undefined) throw new PaperNotLoadable('recordMissing', `partner ${id}`)
    return new Partner(id, rows[0], (requisites ?? {}) as Requisites, language)
  }

  get name(): string {
    const { name, names } = this.row
    return givenOr(this.language, this.requisites.legalName, name, names)
  }

  private get address(): string {
    const { address, addresses } = this.row
    return givenOr(this.language, this.requisites.address, address, addresses)
  }

  /** The town of its address; where none is named, the region's centre, which most often bears the region's name. */
  get place(): string {
    const region = this.row.region.replace(/ (?:viloyati|Respublikasi)$/u, '')
    return TOWN.exec(this.requisites.address ?? this.row.address)?.[1] ?? CENTRES[region] ?? region
  }

  /** The list of partners describes them in English; in a paper of another language such words are out of place. */
  profile(): Profile {
    const { sector, employees, directions, regionalRole } = this.row
    const described = this.language === 'en' ? { sector, directions, regionalRole } : {}
    return { name: this.name, address: this.address, employees, ...described }
  }

  letterhead(): PaperLetterhead {
    const { requisites, row } = this
    return {
      side: 'partner',
      name: this.name,
      address: this.address,
      ...given('phone', requisites.phone),
      ...given('email', requisites.email),
      taxId: requisites.taxId ?? row.taxId,
      hasSeal: true,
    }
  }

  /** Live contracts keep a place for the seal on both sides; a house without one leaves it empty. */
  party(signatory: PaperSignatory): PaperParty {
    const { requisites, row } = this
    return {
      side: 'partner',
      legalName: this.name,
      address: this.address,
      taxId: requisites.taxId ?? row.taxId,
      bankAccount: requisites.bankAccount ?? row.bankAccount,
      ...given('bankName', requisites.bankName),
      bankCode: requisites.bankMfo ?? row.bankMfo,
      ...given('phone', requisites.phone),
      ...given('email', requisites.email),
      hasSeal: true,
      signatory,
    }
  }
}

export interface SiteRow {
  id: string
  name: string
  address: string
  professions: string[]
}

/** Every place of a partner where people practise. */
export async function readSites(
  sql: Sql,
  { id: institution, language }: Institution,
  partner: string,
): Promise<SiteRow[]> {
  const { rows } = await sql.query<SiteRow & { names: Names; addresses: Names }>(
    `SELECT id, name, names, address, addresses, professions FROM site
     WHERE institution_id = $1 AND partner_id = $2 ORDER BY code`,
    [institution, partner],
  )
  return rows.map(({ names, addresses, ...site }) => ({
    ...site,
    name: registeredIn(language, site.name, names),
    address: registeredIn(language, site.address, addresses),
  }))
}
