import type { Pool } from 'pg'

/** What is not part of a backup: business time and the tools' own. */
const LEFT = ['_prisma_migrations', 'business_clock', 'payload_key', 'policy']

async function tablesOf(owner: Pool): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class
     WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> ALL ($1)`,
    [LEFT],
  )
  return rows.map(({ name }) => name)
}

/** Keeps the database as it is now. */
export async function backUp(owner: Pool): Promise<void> {
  await owner.query('CREATE SCHEMA backup')
  for (const table of await tablesOf(owner)) {
    await owner.query(`CREATE TABLE backup.${table} AS TABLE public.${table}`)
  }
}

/** Brings back what was kept, as after the loss of the server. */
export async function restoreBackup(owner: Pool): Promise<void> {
  const tables = await tablesOf(owner)
  const client = await owner.connect()
  try {
    await client.query('BEGIN')
    await client.query('SET LOCAL session_replication_role = replica')
    // What is append-only stays so whatever role writes.
    const { rows } = await client.query<{ name: string; table: string }>(
      `SELECT tgname AS name, tgrelid::regclass::text AS table FROM pg_trigger WHERE tgenabled = 'A'`,
    )
    for (const { name, table } of rows) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER ${name}`)
    await client.query(`TRUNCATE ${tables.map((table) => `public.${table}`).join(', ')}`)
    for (const table of tables) await client.query(`INSERT INTO public.${table} TABLE backup.${table}`)
    for (const { name, table } of rows)
      await client.query(`ALTER TABLE ${table} ENABLE ALWAYS TRIGGER ${name}`)
    await client.query('COMMIT')
  } finally {
    client.release()
  }
}
