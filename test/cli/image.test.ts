import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { cp, mkdtemp, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { EXIT } from '../../cli/faults.ts'
import { projectRoot } from '../../embedded/paths.ts'
import { parseYaml } from '../../scripts/yaml.mjs'
import { workflowBundle } from '../support/engine.ts'
import { startTestPostgres, type TestPostgres } from '../support/postgres.ts'

const DATABASE = `bitim_${randomBytes(6).toString('hex')}`

let server: TestPostgres
let image: string
let url: string
let services: Record<string, { command: string[]; entrypoint: string[] }>

async function atServer(sql: string): Promise<void> {
  const client = new Client({ connectionString: server.url })
  await client.connect()
  await client.query(sql).finally(() => client.end())
}

beforeAll(async () => {
  server = await startTestPostgres()
  await atServer(`CREATE DATABASE ${DATABASE}`)
  url = Object.assign(new URL(server.url), { pathname: `/${DATABASE}` }).href
  const composition = await readFile(join(projectRoot(), 'docker-compose.yml'), 'utf8')
  services = (parseYaml(composition, 'docker-compose.yml') as { services: typeof services }).services
  await workflowBundle()
  image = await mkdtemp(join(tmpdir(), 'bitim-test-'))
  await copyImage()
}, 300_000)

afterAll(async () => {
  await atServer(`DROP DATABASE ${DATABASE} WITH (FORCE)`)
  await server.stop()
  await rm(image, { recursive: true, force: true })
})

/** Puts into the folder what the last stage of the Dockerfile does. */
async function copyImage(): Promise<void> {
  const file = await readFile(join(projectRoot(), 'Dockerfile'), 'utf8')
  const stage = file.slice(file.lastIndexOf('\nFROM '))
  for (const [, from = '', to = ''] of stage.matchAll(/^COPY --from=build \/app\/(\S+) \.\/(\S*)$/gm)) {
    const [source, target] = [join(projectRoot(), from), join(image, to === '' ? from : to)]
    if (from === 'node_modules') await symlink(source, target)
    else await cp(source, target, { recursive: true })
  }
}

/** Runs what a service runs, in the image's folder, with that database. */
async function run(program: string[], environment: Record<string, string> = {}) {
  const [, ...line] = program
  const env = { PATH: process.env.PATH, DATABASE_URL: url, TEMPORAL_ADDRESS: '127.0.0.1:1', ...environment }
  return promisify(execFile)(process.execPath, line, { cwd: image, env }).then(
    ({ stdout }) => ({ code: 0, stdout, stderr: '' }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({
      code,
      stdout,
      stderr,
    }),
  )
}

const bitim = (...line: string[]) => {
  const entrypoint = services.bitim?.entrypoint ?? []
  return run([...entrypoint.slice(entrypoint.indexOf('node')), ...line])
}

test('a command before the database is prepared says so', async () => {
  const { code, stderr } = await bitim('task', 'list')
  expect(stderr).toContain('(databaseUnprepared)')
  expect(code).toBe(EXIT.unreachable)
})

test('the service that migrates leaves nothing to do but the import', async () => {
  const migrate = services.migrate?.command ?? []
  expect(await run(migrate)).toMatchObject({ code: 0 })
  expect(await run(migrate)).toMatchObject({ code: 0 })
  const imported = await bitim('import', join(projectRoot(), 'samples'), '--json')
  expect(imported).toMatchObject({ code: EXIT.ok })
  const kept = await bitim('export', '-')
  expect(kept.stdout).toContain('{"table":"policy","row":{"id": "generic"')
})

test('a worker names what its environment lacks', async () => {
  const { code, stderr } = await run(['node', 'dist/workers/main.js'])
  expect(code).toBe(1)
  expect(stderr).toContain('SMTP_HOST, SMTP_PORT, BITIM_PAYLOAD_KEYS, BITIM_FILES')
})

test('a server names what its environment lacks', async () => {
  const { code, stderr } = await run(services.api?.command ?? [], {
    BITIM_ADDRESS: 'http://bitim.example.uz',
  })
  expect(code).toBe(1)
  expect(stderr).toContain('BITIM_PAYLOAD_KEYS, BITIM_FILES, BITIM_ADDRESS')
})
