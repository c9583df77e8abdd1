import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { Client } from 'pg'
import { projectRoot } from '../../embedded/paths.ts'
import { migrate } from '../../schema/migrate.ts'
import { bitim, environmentOf } from '../cli/support.ts'
import { workflowBundle } from '../support/engine.ts'
import { startTestPostgres, type TestPostgres } from '../support/postgres.ts'
import { startTestTemporal, type TestTemporal } from '../support/temporal.ts'

let postgres: TestPostgres
let temporal: TestTemporal

beforeAll(async () => {
  ;[postgres, temporal] = await Promise.all([startTestPostgres(), startTestTemporal()])
  await workflowBundle()
}, 120_000)

afterAll(async () => {
  await temporal.stop()
  await postgres.stop()
})

async function sql(url: string, text: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query(text).finally(() => client.end())
}

/** A database nobody prepared. */
async function emptyDatabase(name: string): Promise<string> {
  await sql(postgres.url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  await sql(postgres.url, `CREATE DATABASE ${name} TEMPLATE template0`)
  const url = new URL(postgres.url)
  url.pathname = `/${name}`
  return url.href
}

async function newerDatabase(name: string): Promise<string> {
  const url = await emptyDatabase(name)
  await migrate(url)
  await sql(
    url,
    `INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count)
     VALUES ('later', 'x', now(), '20991231000000_later', 1)`,
  )
  return url
}

function startWorker(databaseUrl: string): Promise<{ code: number; said: string }> {
  const env = {
    PATH: process.env.PATH ?? '',
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: temporal.address,
    TASK_QUEUE: 'versions',
    SMTP_HOST: '127.0.0.1',
    SMTP_PORT: '1',
    BITIM_PAYLOAD_KEYS: `k:${Buffer.alloc(32, 1).toString('base64')}`,
    BITIM_FILES: '/nowhere',
  }
  return new Promise((resolve) => {
    const program = join(projectRoot(), 'dist', 'workers', 'main.js')
    execFile(process.execPath, [program], { env, timeout: 30_000 }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), said: `${stdout}${stderr}` }),
    )
  })
}

describe.each([
  ['nobody prepared', emptyDatabase, 'databaseUnprepared'],
  ['a newer version made', newerDatabase, 'schemaMismatch'],
])('a database that %s', (_, make, code) => {
  test('is refused by a worker in a sentence', async () => {
    const { code: exit, said } = await startWorker(await make('versions_worker'))
    expect(exit).toBe(1)
    expect(said).toMatch(
      new RegExp(`^The worker does not start\\. The database .*\\(${code}\\)\nNext: .*\n$`),
    )
  })

  test('is refused by a command in a sentence', async () => {
    const { err } = await bitim(['partnership', 'list'], environmentOf(await make('versions_command')))
    expect(err).toMatch(new RegExp(`^The database .*\\(${code}\\)\n`))
  })
})
