import type { CalendarOverride } from '../../calendar/working-calendar.ts'
import { WorkingCalendar } from '../../calendar/working-calendar.ts'
import type { Database } from '../../database/database.ts'
import type { Policy } from '../../schema/contracts/policy.ts'
import { policyContract } from '../../schema/contracts/policy.ts'

export interface InstitutionFacts {
  /** Null where nobody has the post, or whoever has it has left. */
  rector: string | null
  practiceOffice: string | null
  calendar: WorkingCalendar
  policy: Policy
}

const FRESH_MS = 30_000

/** What the record step needs of an institution and a policy version; decrees reach it within half a minute. */
export class InstitutionReader {
  private readonly policies = new Map<string, Policy>()
  private readonly facts = new Map<string, { at: number; facts: InstitutionFacts }>()

  constructor(private readonly database: Database) {}

  async policy(id: string, version: number): Promise<Policy> {
    const key = `${id} ${version}`
    const known = this.policies.get(key)
    if (known) return known
    const { rows } = await this.database.all.query<{ data: unknown }>(
      'SELECT data FROM policy WHERE id = $1 AND version = $2',
      [id, version],
    )
    if (rows[0] === undefined) throw new Error(`policy ${key} is not in the database`)
    const policy = policyContract.parse(rows[0].data)
    this.policies.set(key, policy)
    return policy
  }

  async read(institution: string, policy: { id: string; version: number }): Promise<InstitutionFacts> {
    const key = `${institution} ${policy.id} ${policy.version}`
    const known = this.facts.get(key)
    if (known && Date.now() - known.at < FRESH_MS) return known.facts
    const data = await this.policy(policy.id, policy.version)
    const { rows } = await this.database.of(institution).query<{
      time_zone: string
      country: string
      calendar_overrides: CalendarOverride[]
      rector_person_id: string | null
      practice_office_person_id: string | null
    }>({
      name: 'institution-facts',
      text: `SELECT time_zone, country, calendar_overrides, rector.id AS rector_person_id,
                    office.id AS practice_office_person_id
             FROM institution
             LEFT JOIN person rector ON rector.id = rector_person_id AND rector.active
             LEFT JOIN person office ON office.id = practice_office_person_id AND office.active
             WHERE institution.id = $1`,
      values: [institution],
    })
    const row = rows[0]
    if (row === undefined) throw new Error('the institution is not in the database')
    const facts = {
      rector: row.rector_person_id,
      practiceOffice: row.practice_office_person_id,
      calendar: new WorkingCalendar(row.time_zone, row.country, data.calendar, row.calendar_overrides),
      policy: data,
    }
    this.facts.set(key, { at: Date.now(), facts })
    return facts
  }
}
