import type { PoolClient } from 'pg'
import type { Policy } from '../../schema/contracts/policy.ts'
import type { Day } from '../../workflows/durable/types.ts'

type Register = Policy['registers'][string]

/** How papers are numbered which a version of the policy does not know yet. */
const USUAL: Readonly<Record<string, Register>> = {
  qualificationCertificate: { register: 'qualifications', form: '{yyyy}-{n}' },
}

export const registerOf = (policy: Pick<Policy, 'registers'>, kind: string): Register | undefined =>
  policy.registers[kind] ?? USUAL[kind]

export interface Numbered {
  register: string | null
  number: string | null
}

/**
 * The institution's next number of a register, gapless per calendar year: taken in the transaction that issues the
 * paper, so that a paper that fails takes none. The row stays locked until that transaction ends.
 */
export async function takeNumber(
  client: PoolClient,
  institution: string,
  rule: Register | undefined,
  date: Day,
  derived: { of: string | null; n: number },
): Promise<Numbered> {
  if (rule === undefined) return { register: null, number: null }
  if (rule.of !== undefined) {
    const nn = String(derived.n).padStart(2, '0')
    return {
      register: null,
      number: (rule.form ?? '{of}/{nn}').replace('{of}', derived.of ?? '').replace('{nn}', nn),
    }
  }
  if (rule.register === null) return { register: null, number: null }
  const { rows } = await client.query<{ last: number; form: string | null }>(
    `INSERT INTO number_series (institution_id, register, year, last) VALUES ($1, $2, $3, 1)
     ON CONFLICT (institution_id, register, year) DO UPDATE SET last = number_series.last + 1
     RETURNING last, (SELECT form FROM register WHERE institution_id = $1 AND code = $2) AS form`,
    [institution, rule.register, Number(date.slice(0, 4))],
  )
  const row = rows[0]
  if (row === undefined) throw new Error('the register gave no number')
  const form = rule.form ?? row.form ?? '{n}'
  const number = form
    .replace('{n}', String(row.last))
    .replace('{yyyy}', date.slice(0, 4))
    .replace('{yy}', date.slice(2, 4))
  return { register: rule.register, number }
}
