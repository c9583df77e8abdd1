import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { requireSent } from '../../client/sent-files.ts'
import { refusalOf } from '../support/act.ts'
import { openWorld, type World } from '../support/world.ts'
import { bitim, environmentOf } from './support.ts'

let world: World
const run = (...line: string[]) => bitim([...line, '--as', 'S004'], environmentOf(world.url))

beforeAll(async () => {
  world = await openWorld()
}, 60_000)

afterAll(() => world.stop())

const NEW = [
  'partnerCode=ZKM',
  'fullName=Karimova Dilnoza Anvarovna',
  'post=Mutaxassis',
  'rank=3',
  'email=d.karimova@zkm.example',
  'phone=+998 79 223-40-51',
  'language=uz-Latn',
  'roles=hrOfficer',
  'maxTrainees=',
].flatMap((pair) => ['--set', pair])

test('a person is created, corrected and seen off on the command line, and the trail says by whom', async () => {
  const wrong = await run('person', 'set', 'C990', '--new', 'contact', ...NEW, '--set', 'rank=9')
  expect([wrong.code, wrong.err]).toEqual([1, expect.stringMatching(/- rank: .*\(invalidInput\)/s)])
  expect((await run('person', 'set', 'C990', '--new', 'contact', ...NEW)).out).toBe('C990: created.\n')
  const moved = await run('person', 'set', 'C990', '--set', 'email=dilnoza@zkm.example')
  expect(moved.out).toMatch(/email\s+d\.karimova@zkm\.example\s+dilnoza@zkm\.example/)
  const gone = await run('person', 'set', 'C990', '--gone', '--json')
  expect(JSON.parse(gone.out).changes).toEqual([{ field: 'active', was: 'true', is: 'false' }])
  const { rows } = await world.pool.query(
    `SELECT field, door LIKE 'commandLine/%' AS typed, person.code AS by FROM import_change
     JOIN import_run ON import_run.id = run_id JOIN person ON person.id = person_id
     WHERE record = 'C990' ORDER BY import_run.recorded_at`,
  )
  expect(rows).toEqual([
    { field: 'email', typed: true, by: 'S004' },
    { field: 'active', typed: true, by: 'S004' },
  ])
})

test('partners, places and programmes are corrected; what is unknown says so', async () => {
  expect((await run('partner', 'set', 'ZKM', '--set', 'sector=Konchilik')).code).toBe(0)
  const same = await run('partner', 'set', 'ZKM', '--set', 'sector=Konchilik')
  expect(same.out).toBe('ZKM: it was so already, nothing changed.\n')
  expect((await run('site', 'set', 'NOWHERE', '--set', 'capacity=3')).err).toContain('(unknownRecord)')
  expect((await run('programme', 'set', 'X', '--set', 'level')).err).toContain('(usage)')
  expect((await run('person', 'set', 'C991', '--new', 'king')).err).toContain('staff, contact, student')
})

test('a scan is kept on the command line, and a decision names no file that nobody sent', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bitim-upload-'))
  const file = join(folder, 'shartnoma.pdf')
  await writeFile(file, '%PDF-1.7\n%%EOF\n')
  const environment = { ...environmentOf(world.url), BITIM_FILES: folder }
  const { code, out } = await bitim(['upload', file, '--as', 'S004'], environment)
  const scan = out.trim()
  expect([code, scan]).toEqual([0, expect.stringMatching(/^[0-9a-f]{64}$/)])
  await requireSent(world.scope.pool, { scan })
  expect(await refusalOf(requireSent(world.scope.pool, { scan: 'a'.repeat(64) }))).toEqual({
    code: 'uploadUnknown',
    params: { field: 'scan' },
  })
  await writeFile(file, '<script>')
  expect((await bitim(['upload', file, '--as', 'S004'], environment)).err).toContain('(fileKindRefused)')
  await rm(folder, { recursive: true })
})
