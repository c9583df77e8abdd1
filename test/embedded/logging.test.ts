import { spawn } from 'node:child_process'
import { openSync } from 'node:fs'
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { projectRoot } from '../../embedded/paths.ts'
import { createLog, type Log } from '../../logging/log.ts'
import { FileSink } from '../../logging/sink.ts'
import { workflowBundle } from '../support/engine.ts'
import { tinyDisk, whereDisksCanBeMade } from '../support/tiny-disk.ts'
import { removeFolders, temporaryFolder } from './support.ts'

afterAll(removeFolders)

async function logged(write: (log: Log) => void): Promise<string> {
  const dir = await temporaryFolder()
  write(createLog({ name: 'worker', dir, pretty: false }))
  return readFile(join(dir, 'worker.log'), 'utf8')
}

test('every process writes JSON lines to a file of its own that others cannot read', async () => {
  const dir = await temporaryFolder()
  createLog({ name: 'api', dir, pretty: false }).info({ task: 't1' }, 'task opened')
  const file = join(dir, 'api.log')
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
    level: 'info',
    process: 'api',
    task: 't1',
    msg: 'task opened',
  })
  expect((await stat(file)).mode & 0o077).toBe(0)
})

test.each([
  'email',
  'phone',
  'firstName',
  'last_name',
  'taxId',
  'bankAccount',
  'token',
  'password',
  'payloadKeys',
  'BITIM_PAYLOAD_KEYS',
  'SMTP_PASSWORD',
  'Authorization',
  'text',
])('the value of %s never reaches the log, however deep it lies', async (key) => {
  const secret = 'Karimov-998901234567'
  const line = await logged((log) => {
    log.info({ [key]: secret, person: { contact: [{ [key]: secret }] } }, 'x')
    log.child({ [key]: secret }).warn('y')
  })
  expect(line).not.toContain(secret)
  expect(line).toContain('[redacted]')
})

test('an error is logged with its message and code, but not with the row it failed on', async () => {
  const error = Object.assign(new Error('duplicate key', { cause: new Error('from hr@zavod.example') }), {
    code: '23505',
    detail: 'Key (email)=(hr@zavod.example) already exists.',
  })
  const line = await logged((log) => log.error({ err: error }, 'failed'))
  expect(JSON.parse(line).err).toMatchObject({ type: 'Error', message: 'duplicate key', code: '23505' })
  expect(line).not.toContain('hr@zavod.example')
})

test('the password in a connection URL is masked wherever it appears', async () => {
  const line = await logged((log) =>
    log.info({ reason: 'cannot reach postgresql://bitim:s3cret@127.0.0.1:5432/bitim' }),
  )
  expect(line).not.toContain('s3cret')
})

/** The lines of a log file as they were written; one that broke off is left out. */
async function linesOf(file: string): Promise<Record<string, unknown>[]> {
  return (await readFile(file, 'utf8')).split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line)]
    } catch {
      return []
    }
  })
}

test('a log that cannot be written is survived, and afterwards it says how many lines are missing', async () => {
  const place = join(await temporaryFolder(), 'logs')
  await writeFile(place, 'not a folder')
  const log = createLog({ name: 'worker', dir: place, pretty: false })
  for (let n = 0; n < 3; n += 1) log.info('lost')
  await rm(place)
  log.info('here again')
  log.info('and on')
  expect(await linesOf(join(place, 'worker.log'))).toMatchObject([
    { level: 'warn', lost: 3 },
    { msg: 'here again' },
    { msg: 'and on' },
  ])
})

whereDisksCanBeMade('a full disk ends neither the process nor the log', async () => {
  const disk = tinyDisk(256 * 1024)
  try {
    const log = createLog({ name: 'worker', dir: disk.folder, pretty: false })
    log.info('before')
    const free = disk.fill()
    for (let n = 0; n < 1_000; n += 1) log.info({ n }, 'a line for which there is no room on this disk')
    free()
    log.info('after')
    const lines = await linesOf(join(disk.folder, 'worker.log'))
    const written = lines.filter(({ n }) => n !== undefined).length
    expect(lines.at(-1)).toMatchObject({ msg: 'after' })
    expect(lines.at(-2)).toMatchObject({ lost: 1_000 - written })
    expect(written).toBeLessThan(1_000)
  } finally {
    disk.remove()
  }
})

/** A process that logs to a standard error nobody can write to, then says that it lives. */
async function logsTo(stderr: 'full' | 'closed'): Promise<{ code: number | null; said: string }> {
  await workflowBundle()
  const program = `const { createLog } = require(process.argv[1])
    const log = createLog({ name: 'worker' })
    process.stdin.once('data', () => {
      for (let n = 0; n < 1000; n += 1) log.info({ n }, 'nobody reads this')
      process.stdout.write('alive')
    })`
  const child = spawn(process.execPath, ['-e', program, join(projectRoot(), 'dist', 'logging', 'log.js')], {
    stdio: ['pipe', 'pipe', stderr === 'full' ? openSync('/dev/full', 'w') : 'pipe'],
  })
  const go = () => child.stdin?.end('go')
  if (child.stderr === null) go()
  else child.stderr.once('close', go).destroy()
  let said = ''
  child.stdout?.on('data', (chunk) => {
    said += chunk
  })
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, said })))
}

test.each(['full', 'closed'] as const)(
  'a standard error that is %s does not end a process',
  async (stderr) => {
    await expect(logsTo(stderr)).resolves.toEqual({ code: 0, said: 'alive' })
  },
  120_000,
)

test('log files are set aside when they have grown, and the oldest go', async () => {
  const folder = await temporaryFolder()
  const sink = new FileSink(join(folder, 'worker.log'), { size: 1_000, kept: 2 })
  for (let n = 0; n < 100; n += 1) sink.write(`${String(n).padStart(99, '0')}\n`)
  const files = (await readdir(folder)).sort()
  expect(files).toEqual(['worker.log', 'worker.log.1', 'worker.log.2'])
  const contents = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))
  expect(contents.map((content) => Number(content.slice(0, 99)))).toEqual([90, 80, 70])
  expect(Math.max(...contents.map(({ length }) => length))).toBeLessThanOrEqual(1_000)
  expect((await stat(join(folder, 'worker.log'))).mode & 0o077).toBe(0)
})
