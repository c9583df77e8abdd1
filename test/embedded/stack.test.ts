import { readFile, rm, stat } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { Connection, Client as TemporalClient } from '@temporalio/client'
import { Client } from 'pg'
import { stackPaths } from '../../embedded/paths.ts'
import { findRunningStack } from '../../embedded/running.ts'
import type { ServiceName, Stack } from '../../embedded/stack.ts'
import { eventually, removeFolders, startTestStack, temporaryFolder } from './support.ts'

let dataDir: string
let stack: Stack

beforeAll(async () => {
  dataDir = await temporaryFolder()
  stack = await startTestStack({ dataDir })
})

afterAll(async () => {
  await stack.stop()
  await removeFolders()
})

const pidOf = (name: ServiceName): number | undefined =>
  stack.processes.find((process) => process.name === name)?.pid

async function query<Row extends object>(text: string): Promise<Row[]> {
  const client = new Client({ connectionString: stack.databaseUrl })
  client.on('error', () => undefined) // a server killed under the connection is what some tests want
  await client.connect()
  try {
    return (await client.query<Row>(text)).rows
  } finally {
    await client.end()
  }
}

async function withTemporal<T>(work: (client: TemporalClient) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address: stack.temporalAddress })
  try {
    return await work(new TemporalClient({ connection, namespace: stack.temporalNamespace }))
  } finally {
    await connection.close()
  }
}

async function killAndAwaitSuccessor(name: ServiceName): Promise<void> {
  const before = pidOf(name)
  if (before === undefined) throw new Error(`${name} does not run`)
  process.kill(before, 'SIGKILL')
  await eventually(() => {
    const now = pidOf(name)
    return now !== undefined && now !== before ? now : null
  })
}

test('a second start in the same folder is refused and names the process that holds it', async () => {
  await expect(startTestStack({ dataDir })).rejects.toMatchObject({
    code: 'folderInUse',
    message: `the data folder is in use by process ${process.pid}`,
    details: { pid: process.pid },
  })
})

test('another process of the same user finds the running stack', async () => {
  await expect(findRunningStack(dataDir)).resolves.toMatchObject({
    pid: process.pid,
    databaseUrl: stack.databaseUrl,
    temporalAddress: stack.temporalAddress,
    smtp: stack.smtp,
  })
})

test('the database is UTF-8, sorts Uzbek names on request, and its owner is no superuser', async () => {
  const [row] = await query<{ encoding: string; is_superuser: string; sorted: string[]; upper: string }>(
    `SELECT getdatabaseencoding() AS encoding, current_setting('is_superuser') AS is_superuser,
            upper('oʻқув') AS upper,
            (SELECT array_agg(v ORDER BY v COLLATE "uz-x-icu") FROM unnest(ARRAY['Zilola', 'anvar']) v) AS sorted`,
  )
  expect(row).toEqual({ encoding: 'UTF8', is_superuser: 'off', sorted: ['anvar', 'Zilola'], upper: 'OʻҚУВ' })
})

test('PostgreSQL killed with committed data comes back with it', async () => {
  await query('CREATE TABLE survivor (note text)')
  await query(`INSERT INTO survivor VALUES ('still here')`)
  await killAndAwaitSuccessor('postgres')
  await expect(query('SELECT note FROM survivor')).resolves.toEqual([{ note: 'still here' }])
})

test('Temporal killed with a started workflow comes back with it', async () => {
  await withTemporal((client) =>
    client.workflow.start('anything', { workflowId: 'survivor', taskQueue: 'nobody listens' }),
  )
  await killAndAwaitSuccessor('temporal')
  const status = await withTemporal(
    async (client) => (await client.workflow.getHandle('survivor').describe()).status,
  )
  expect(status.name).toBe('RUNNING')
})

test('a service restarted on request keeps its port', async () => {
  const before = pidOf('postgres')
  await stack.restart('postgres')
  expect(pidOf('postgres')).not.toBe(before)
  await expect(query('SELECT 1 AS one')).resolves.toEqual([{ one: 1 }])
})

test('a stopped stack leaves no process behind and starts again with the same data and ports', async () => {
  const pids = stack.processes.map(({ pid }) => pid)
  const { temporalAddress, databaseUrl } = stack
  await stack.stop()
  for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow('ESRCH')
  await expect(findRunningStack(dataDir)).resolves.toBeNull()

  stack = await startTestStack({ dataDir })
  expect(stack).toMatchObject({ temporalAddress, databaseUrl })
  await expect(query('SELECT note FROM survivor')).resolves.toEqual([{ note: 'still here' }])
})

test('a lost password of the database is replaced, and the data are there', async () => {
  const { passwordFile } = stackPaths(dataDir)
  const before = await readFile(passwordFile, 'utf8')
  await stack.stop()
  await rm(passwordFile)
  stack = await startTestStack({ dataDir })
  expect(await readFile(passwordFile, 'utf8')).not.toBe(before)
  expect((await stat(passwordFile)).mode & 0o077).toBe(0)
  await expect(query('SELECT note FROM survivor')).resolves.toEqual([{ note: 'still here' }])
})

test('a port that was asked for and is taken is named with its owner, and nothing stays running', async () => {
  const holder = await hold()
  const address = holder.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const folder = await temporaryFolder()
  try {
    await expect(startTestStack({ dataDir: folder, temporalPort: address.port })).rejects.toMatchObject({
      code: 'portTaken',
      message: expect.stringMatching(new RegExp(`^port ${address.port} is taken by pid ${process.pid} \\(`)),
    })
    await expect(findRunningStack(folder)).resolves.toBeNull()
  } finally {
    await new Promise((resolve) => holder.close(resolve))
  }
})

function hold(): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => resolve(server))
  })
}
