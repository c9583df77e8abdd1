import type { Sql } from '../database/database.ts'
import { Refused } from '../schema/refused.ts'
import type { EncryptionCodec } from './codec.ts'

/**
 * The database remembers the fingerprints of the keys in use. Who encrypts with a key the workers do not have would
 * stop the process written to, and a worker without one of the keys could not go on with what it encrypted.
 *
 * @throws Refused payloadKeyUnknown with the fingerprint that is not known.
 */
export async function assertKnownKeys(
  sql: Sql,
  { keys, current }: EncryptionCodec,
  role: 'worker' | 'client',
): Promise<void> {
  const { rows } = await sql.query<{ id: string }>('SELECT id FROM payload_key ORDER BY since')
  const known = rows.map(({ id }) => id)
  const lacking =
    role === 'worker'
      ? known.find((id) => keys.every((key) => key.id !== id))
      : [current].find((id) => known.length > 0 && !known.includes(id))
  if (lacking !== undefined) throw new Refused('payloadKeyUnknown', { key: lacking })
  if (!known.includes(current)) {
    await sql.query('INSERT INTO payload_key (id) VALUES ($1) ON CONFLICT DO NOTHING', [current])
  }
}
