import type { Language } from '../../../schema/contracts/lists.ts'
import type { PaperLetterhead, PaperParty, PaperSignatory } from '../../../schema/contracts/papers/groups.ts'
import type { Day } from '../../../workflows/durable/types.ts'
import { PaperNotLoadable } from './errors.ts'
import { type DayOff, daysOff, type Override } from './holidays.ts'
import type { Sql } from './records.ts'
import { given, inLanguage, type Names, registeredIn } from './text.ts'

interface InstitutionRow {
  names: Names
  city: string
  address: string
  addresses: Names
  taxId: string
  bankAccount: string
  treasuryAccount: string | null
  bankName: string
  bankNames: Names
  bankMfo: string
  phone: string
  email: string
  rector: string | null
  office: string | null
  country: string
  overrides: Override[]
}

/** The institution as its papers show it. */
export class Institution {
  readonly name: string

  private constructor(
    readonly id: string,
    readonly language: Language,
    private readonly row: InstitutionRow,
  ) {
    const name = inLanguage(row.names, language)
    if (name === undefined) throw new PaperNotLoadable('recordMissing', `name of institution ${id}`)
    this.name = name
  }

  static async read(sql: Sql, id: string, language: Language): Promise<Institution> {
    const { rows } = await sql.query<InstitutionRow>(
      `SELECT names, city, legal_address AS address, legal_addresses AS addresses, tax_id AS "taxId", bank_account AS "bankAccount",
              treasury_account AS "treasuryAccount", bank_name AS "bankName",
              bank_names AS "bankNames", bank_mfo AS "bankMfo", phone, email,
              rector_person_id AS rector, practice_office_person_id AS office, country, calendar_overrides AS overrides
       FROM institution WHERE id = $1`,
      [id],
    )
    if (rows[0] === undefined) throw new PaperNotLoadable('recordMissing', `institution ${id}`)
    return new Institution(id, language, rows[0])
  }

  get place(): string {
    return this.row.city
  }

  get phone(): string {
    return this.row.phone
  }

  /** What People needs to find those who act for the institution. */
  get posts() {
    return { institution: this.id, language: this.language, rector: this.row.rector, office: this.row.office }
  }

  private get address(): string {
    return registeredIn(this.language, this.row.address, this.row.addresses)
  }

  letterhead(): PaperLetterhead {
    const { phone, email, taxId } = this.row
    return { side: 'institution', name: this.name, address: this.address, phone, email, taxId, hasSeal: true }
  }

  /** A public institution always has a round seal. */
  party(signatory: PaperSignatory): PaperParty {
    const { phone, email, taxId, bankAccount, bankName, bankNames, bankMfo, treasuryAccount } = this.row
    return {
      ...{
        side: 'institution',
        legalName: this.name,
        address: this.address,
        taxId,
        bankAccount,
        bankName: registeredIn(this.language, bankName, bankNames),
        bankCode: bankMfo,
      },
      ...{ ...given('treasuryAccount', treasuryAccount), phone, email, hasSeal: true, signatory },
    }
  }

  /** Days off within a period, both ends included. */
  daysOff(period: { from: Day; to: Day }): DayOff[] {
    return daysOff(this.row.country, this.language, this.row.overrides, period)
  }
}
