import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client, Pool } from 'pg'
import { institutionOf } from '../../client/institution.ts'
import { actorOf } from '../../client/people.ts'
import { type Bound, Database } from '../../database/database.ts'
import { projectRoot } from '../../embedded/paths.ts'
import { importPath } from '../../registers/import/import.ts'
import { bitim, environmentOf } from '../cli/support.ts'
import { by } from '../support/by.ts'
import { addTwin, tablesOf } from '../support/twin.ts'
import { openWorld, type World } from '../support/world.ts'

let world: World
let own: Bound
let twin: Bound

beforeAll(async () => {
  world = await openWorld()
  own = await institutionOf(world.database)
  twin = await addTwin(world.database)
}, 60_000)

afterAll(() => world.stop())

const countIn = async (bound: Bound, from: string, values: unknown[] = []): Promise<number> => {
  const { rows } = await bound.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${from}`, values)
  return rows[0]?.n ?? -1
}

describe('the second wall', () => {
  test('stands before every table that holds rows of institutions', async () => {
    const { rows } = await world.pool.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class JOIN pg_policy ON polrelid = pg_class.oid
       WHERE relrowsecurity AND polname = 'one_institution' ORDER BY relname`,
    )
    expect(rows.map(({ name }) => name)).toEqual([...(await tablesOf(world.database)), 'institution'].sort())
  })

  test('whoever said no institution meets no row', async () => {
    const options = '-c role=bitim_application'
    const pool = new Pool({ connectionString: `${world.url}?options=${encodeURIComponent(options)}`, max: 1 })
    for (const table of [...(await tablesOf(world.database)), 'institution']) {
      const { rows } = await pool.query(`SELECT FROM ${table} LIMIT 1`)
      expect([table, rows.length]).toEqual([table, 0])
    }
    await pool.end()
  })

  test('a condition that was forgotten shows and changes nothing of another institution', async () => {
    for (const table of await tablesOf(world.database)) {
      const theirs = `${table} WHERE institution_id = $1`
      expect([table, await countIn(twin, theirs, [own.institution])]).toEqual([table, 0])
    }
    expect(await countIn(own, `person WHERE code = 'S004'`)).toBe(1)
    expect(await countIn(world.database.all, `person WHERE code = 'S004'`)).toBe(2)
    const changed = await twin.query(`UPDATE partner SET name = 'x' WHERE institution_id = $1`, [
      own.institution,
    ])
    expect(changed.rowCount).toBe(0)
    const register = `INSERT INTO register (institution_id, code, title, form) VALUES ($1, 'X', 'x', '{n}')`
    await expect(twin.query(register, [own.institution])).rejects.toThrow('row-level security')
    await expect(
      twin.query(`UPDATE site SET institution_id = $1 WHERE code LIKE 'ZKM%'`, [own.institution]),
    ).rejects.toThrow('row-level security')
  })

  test('holds on a connection that served another institution before', async () => {
    const narrow = new Database(world.url, { most: 1 })
    for (const bound of [own, twin, own, own, twin]) {
      const { rows } = await narrow
        .of(bound.institution)
        .query<{ id: string }>(`SELECT institution_id AS id FROM person WHERE code = 'S004'`)
      expect(rows).toEqual([{ id: bound.institution }])
    }
    await narrow.end()
  })

  test('costs nothing where it is the same institution’s turn', async () => {
    const narrow = new Database(world.url, { most: 1 })
    const asked = jest.spyOn(Client.prototype, 'query')
    for (let n = 0; n < 3; n += 1) await narrow.of(own.institution).query('SELECT 1')
    const bindings = asked.mock.calls.filter(([statement]) =>
      JSON.stringify(statement).includes('set_config'),
    )
    asked.mockRestore()
    await narrow.end()
    expect(bindings).toHaveLength(1)
  })

  test('nobody opens a connection past it but who prepares the database and looks after its server', () => {
    const known = ['schema', 'embedded', 'test', 'node_modules', 'dist']
    const root = projectRoot()
    const folders = readdirSync(root, { withFileTypes: true }).filter(
      (entry) => entry.isDirectory() && !entry.name.startsWith('.') && !known.includes(entry.name),
    )
    const sources = folders.flatMap(({ name }) =>
      readdirSync(join(root, name), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts'))
        .map((file) => join(name, file)),
    )
    const opening = sources.filter((file) => {
      const text = readFileSync(join(root, file), 'utf8')
      return /from 'pg'/.test(text) && /\bnew (?:Pool|Client)\(/.test(text)
    })
    expect(opening.sort()).toEqual(['database/database.ts', 'database/prisma.ts'])
  })
})

describe('whoever acts', () => {
  test('is found within one institution', async () => {
    const [here, there] = await Promise.all([actorOf(own, by('S004')), actorOf(twin, by('S004'))])
    expect(here.institution).toBe(own.institution)
    expect(there.institution).toBe(twin.institution)
    await expect(actorOf(own, by(there.person))).rejects.toMatchObject({ code: 'unknownPerson' })
  })

  test.each([
    ['task', 'list'],
    ['partnership', 'start', 'ZKM', '--as', 'S004'],
    ['export', '-'],
  ])('says which one where there are several: %s', async (...line) => {
    const { code, err } = await bitim(line, environmentOf(world.url))
    expect(code).toBe(1)
    expect(err).toMatch(/TWIN, ZTU.*\(severalInstitutions\)/)
  })

  test('says it with the command or with the environment', async () => {
    const named = await bitim(
      ['task', 'list', '--as', 'S004', '--institution', 'TWIN'],
      environmentOf(world.url),
    )
    expect(named.code).toBe(0)
    const environment = { ...environmentOf(world.url), BITIM_INSTITUTION: 'TWIN' }
    const { code, out } = await bitim(['export', '-'], environment)
    expect(code).toBe(0)
    const lines = out.trimEnd().split('\n')
    expect(lines.length).toBeGreaterThan(100)
    expect(lines.filter((line) => line.includes(own.institution))).toEqual([])
  })
})

test('the import of one institution leaves the others as they are', async () => {
  const before = await countIn(own, 'person')
  const log = { info: () => undefined, warn: () => undefined }
  const folder = join(projectRoot(), 'samples')
  const again = await importPath({ database: world.database, log }, folder, {
    institutionCode: 'ZTU',
    by: 'S004',
  })
  expect(again.ok).toBe(true)
  expect(await countIn(own, 'person')).toBe(before)
  expect(await countIn(twin, 'person')).toBe(before)
})
