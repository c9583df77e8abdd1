import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EXIT, faultOf } from '../../cli/faults.ts'
import { wordsIn } from '../../cli/words.ts'
import { projectRoot } from '../../embedded/paths.ts'
import { ERRORS } from '../../schema/contracts/errors.ts'
import { Refused } from '../../schema/refused.ts'
import { bitim } from './support.ts'

describe('a command line that cannot be understood ends with 2', () => {
  it.each([
    [['nonsense'], 'nonsense'],
    [['task', 'nonsense'], 'nonsense'],
    [['task', 'list', '--nonsense'], '--nonsense'],
    [['task', 'show'], 'task'],
    [['task', 'list', '--limit'], '--limit'],
    [['task', 'list', 'one', 'more'], 'more words'],
    [['task', 'complete', 't123', '--decision', 'approve'], '--as'],
    [['partnership', 'list', '--language', 'klingon'], 'klingon'],
  ])('%j', async (line, culprit) => {
    const { code, out, err } = await bitim(line)
    expect(code).toBe(EXIT.usage)
    expect(out).toBe('')
    expect(err).toContain(culprit)
    expect(err).toMatch(/^Next: bitim /m)
  })

  it.each([
    [['task', 'complete'], 'bitim task complete --help'],
    [['partnership', 'start', 'ZKM', '--nonsense'], 'bitim partnership start --help'],
    [['--language', 'ru', 'clock', 'advance'], 'bitim clock advance --help'],
    [['inbox', 'nonsense'], 'bitim inbox --help'],
    [['partnership', 'start', 'ZKM', '--as', 'S004', '--papers', 'fr'], 'bitim partnership start --help'],
  ])('%j leads to the help of that very command', async (line, next) => {
    expect((await bitim(line)).err).toMatch(new RegExp(`^Next: ${next}$`, 'm'))
  })

  it('in the reader’s language', async () => {
    const { err } = await bitim(['task', 'nonsense', '--language', 'ru'])
    expect(err).toContain('Команды «nonsense» нет.')
  })

  it('as JSON on stdout where JSON was asked for', async () => {
    const { code, out, err } = await bitim(['--json', 'nonsense'])
    expect(code).toBe(EXIT.usage)
    expect(JSON.parse(out).error).toMatchObject({ code: 'usage', next: 'bitim --help' })
    expect(err).toBe('')
  })
})

describe('help', () => {
  it('is data, tells the exit codes and fits 100 columns', async () => {
    const { code, out, err } = await bitim(['--help'])
    expect([code, err]).toEqual([EXIT.ok, ''])
    for (const number of Object.values(EXIT)) expect(out).toContain(`${number} `)
    expect(out.split('\n').every((line) => line.length <= 100)).toBe(true)
  })

  it.each(['uz-Latn', 'uz-Cyrl', 'ru', 'en'])('is there for every command in %s', async (language) => {
    const groups = [[], ['partnership'], ['task'], ['document'], ['inbox'], ['clock'], ['audit']]
    for (const group of groups)
      expect((await bitim([...group, '--help', '--language', language])).code).toBe(EXIT.ok)
  })

  it('is shown for half a command, which still is a mistake', async () => {
    const { code, err } = await bitim(['task'])
    expect(code).toBe(EXIT.usage)
    expect(err).toContain('bitim task')
  })
})

test('a reader that has seen enough, like head, is no fault', async () => {
  const child = spawn(process.execPath, ['scripts/bitim.mjs', '--help'], { cwd: projectRoot() })
  let err = ''
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString()
  })
  child.stdout.destroy()
  const code = await new Promise((resolve) => child.once('close', resolve))
  expect(err).not.toContain('EPIPE')
  expect(code).toBe(EXIT.ok)
})

describe('where nothing runs', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bitim-cli-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  it('a command ends with 3 and says how to start', async () => {
    const { code, out, err } = await bitim(['--data', folder, 'task', 'list'])
    expect(code).toBe(EXIT.unreachable)
    expect(out).toBe('')
    expect(err).toContain('(stackNotRunning)')
    expect(err).toContain(`Next: npm start -- --data ${folder}`)
  })

  it('the folder may be named behind the command as well', async () => {
    const { code, out } = await bitim(['task', 'list', '--json', '--data', folder])
    expect(code).toBe(EXIT.unreachable)
    expect(JSON.parse(out).error.code).toBe('stackNotRunning')
  })

  it('a database that does not answer is unreachable, not broken', async () => {
    const environment = { DATABASE_URL: 'postgresql://x@127.0.0.1:1/x', TEMPORAL_ADDRESS: '127.0.0.1:1' }
    const { code, err } = await bitim(['task', 'list'], environment)
    expect(code).toBe(EXIT.unreachable)
    expect(err).toContain('(databaseUnreachable)')
  })

  it('there is no inbox in production', async () => {
    const environment = { DATABASE_URL: 'postgresql://x@127.0.0.1:1/x', TEMPORAL_ADDRESS: '127.0.0.1:1' }
    const { code, err } = await bitim(['inbox'], environment)
    expect(code).toBe(EXIT.refused)
    expect(err).toContain('(inboxElsewhere)')
  })

  it('time cannot be moved in production', async () => {
    const environment = { DATABASE_URL: 'postgresql://x@127.0.0.1:1/x', TEMPORAL_ADDRESS: '127.0.0.1:1' }
    const { code, err } = await bitim(['clock', 'advance', '3d'], environment)
    expect(code).toBe(EXIT.refused)
    expect(err).toContain('(clockFixed)')
  })
})

describe('faults', () => {
  const words = wordsIn('en')

  it('every code of the catalogue has an exit code, a sentence and a next step', () => {
    for (const code of Object.keys(ERRORS)) {
      const fault = faultOf(new Refused(code), 'en', words)
      expect([1, 3, 4]).toContain(fault.exit)
      expect(fault.message).toMatch(/[.!?]$/)
      expect(fault.advice).not.toBe('')
    }
  })

  it('a command that was not answered can be sent again with its key', () => {
    const fault = faultOf(new Refused('workerSilent'), 'en', words, { key: 'k-17' })
    expect(fault.message).toContain('`--key k-17`')
    expect(fault.params).toEqual({ key: 'k-17' })
  })

  it('the next step names the task or the process at hand', () => {
    const about = { task: 't1', process: 'agreement/1' }
    expect(faultOf(new Refused('invalidInput', { field: 'hash' }), 'en', words, about)).toMatchObject({
      command: 'bitim task show t1',
      message: expect.stringContaining('Field: hash.'),
    })
    expect(faultOf(new Refused('taskClosed', { stage: 'active' }), 'en', words, about).command).toBe(
      'bitim why agreement/1',
    )
  })

  it('a refusal names what exactly was wrong', () => {
    expect(faultOf(new Refused('fileNotFound', { path: '/nowhere' }), 'en', words).message).toContain(
      '/nowhere',
    )
    expect(faultOf(new Refused('unknownPerson', { person: 'S999' }), 'en', words).message).toContain('S999')
  })

  it('where data are wrong, advice and next step name the same command', () => {
    const { advice, command } = faultOf(new Refused('invalidInput', { field: 'reason' }), 'en', words, {
      help: 'bitim command --help',
    })
    expect(command).toBe('bitim command --help')
    expect(advice).toContain('`bitim command --help`')
  })

  it('what nobody foresaw is a fault of ours and says what it was', () => {
    const fault = faultOf(new Error('out of cheese'), 'en', words)
    expect(fault).toMatchObject({ exit: EXIT.broken, code: 'internal', params: { reason: 'out of cheese' } })
  })
})
