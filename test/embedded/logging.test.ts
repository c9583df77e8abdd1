import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { createLog, type Log } from '../../logging/log.ts'
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
