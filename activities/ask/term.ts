import type { PoolClient } from 'pg'
import type { Day } from '../../workflows/durable/types.ts'

/** Null where nothing ends it: an agreement that renews by itself has no end that stands against a line. */
export interface Term {
  validFrom: Day
  validTo: Day | null
}

/** The agreement's term as it is now; `otherwise` where no such agreement is recorded. */
export async function termOf(client: PoolClient, agreement: string, otherwise: Term): Promise<Term> {
  const { rows } = await client.query<Term>(
    `SELECT coalesce(agreement.valid_from::text, $2) AS "validFrom",
            CASE WHEN agreement.stage = 'active' AND process.state -> 'terms' ->> 'renewal' = 'automatic' THEN NULL
                 ELSE agreement.valid_to::text END AS "validTo"
     FROM agreement JOIN process ON process.id = 'agreement/' || agreement.id WHERE agreement.id = $1`,
    [agreement, otherwise.validFrom],
  )
  const { validFrom, validTo } = rows[0] ?? otherwise
  return { validFrom, validTo }
}
