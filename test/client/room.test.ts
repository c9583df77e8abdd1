import { EXIT } from '../../cli/faults.ts'
import { projectRoot } from '../../embedded/paths.ts'
import { bitim } from '../cli/support.ts'
import { startEngine, type TestEngine } from '../support/engine.ts'
import { countOf } from '../support/story.ts'

/** A disk without a free byte that every Linux has. */
const FULL = '/proc'

let engine: TestEngine

beforeAll(async () => {
  engine = await startEngine()
})

afterAll(() => engine.stop())

const onFullDisk = (line: string[]) => bitim(line, { ...engine.environment, BITIM_FILES: FULL })

test.each([
  ['a command', ['--as', 'S004', 'partnership', 'start', 'ZKM']],
  ['an import', ['import', `${projectRoot()}/samples`]],
])('on a full disk %s is refused before anything happened, with what to do', async (_, line) => {
  const before = await countOf(engine.pool, 'event')
  const { code, err } = await onFullDisk(line)
  expect(code).toBe(EXIT.refused)
  expect(err).toContain('(diskFull)')
  expect(err).toContain('Next: bitim doctor')
  expect(await countOf(engine.pool, 'event')).toBe(before)
})

test('on a full disk everything can still be read, and the doctor names it', async () => {
  expect((await onFullDisk(['task', 'list'])).code).toBe(EXIT.ok)
  const { code, out } = await onFullDisk(['doctor', '--json'])
  expect(code).toBe(EXIT.refused)
  expect(JSON.parse(out).checks).toContainEqual(expect.objectContaining({ check: 'disk', ok: false }))
})

test('with room the same command is carried out', async () => {
  const environment = { ...engine.environment, BITIM_FILES: projectRoot() }
  const { code } = await bitim(['--as', 'S004', 'partnership', 'start', 'ZKM'], environment)
  expect(code).toBe(EXIT.ok)
})
