import type { Bound } from '../database/database.ts'
import { FILE_FIELDS } from '../schema/contracts/tasks.ts'
import { Refused } from '../schema/refused.ts'
import type { Data } from '../workflows/durable/types.ts'

/** @throws Refused uploadUnknown where a field names a file that nobody sent here. */
export async function requireSent(pool: Bound, data: Data): Promise<void> {
  for (const field of FILE_FIELDS) {
    const sha256 = data[field]
    if (typeof sha256 !== 'string') continue
    const { rowCount } = await pool.query({
      name: 'upload-is-there',
      text: 'SELECT FROM upload WHERE institution_id = $1 AND sha256 = $2 LIMIT 1',
      values: [pool.institution, sha256],
    })
    if (rowCount === 1) continue
    const params = { field }
    throw new Refused('uploadUnknown', params, [{ path: [field], code: 'uploadUnknown', params }])
  }
}
