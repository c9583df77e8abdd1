import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openWorld, type World } from '../support/world.ts'
import { bitim, environmentOf } from './support.ts'
import { beginPartnership } from './world.ts'

let world: World
let folder: string

beforeAll(async () => {
  world = await openWorld()
  await beginPartnership(world, 'ZKM', '2026-11-23T05:00:00.000Z')
  folder = await mkdtemp(join(tmpdir(), 'bitim-export-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true })
  await world.stop()
})

async function counts(): Promise<Record<string, number>> {
  const { rows } = await world.pool.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = 'public' AND table_name <> '_prisma_migrations'`,
  )
  const found: Record<string, number> = {}
  for (const { name } of rows) {
    const counted = await world.pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM "${name}"`)
    found[name] = counted.rows[0]?.n ?? -1
  }
  return found
}

describe('an export', () => {
  const target = () => join(folder, 'all')

  it('holds every row of every table, a file for each', async () => {
    const { code, out } = await bitim(['export', target(), '--json'], environmentOf(world.url))
    expect(code).toBe(0)
    expect(JSON.parse(out).tables).toEqual(await counts())
    const lines: Record<string, number> = {}
    for (const file of await readdir(target())) {
      const text = await readFile(join(target(), file), 'utf8')
      lines[file.replace('.jsonl', '')] = text.split('\n').filter((line) => line !== '').length
    }
    expect(lines).toEqual(await counts())
  })

  it('is readable by its owner only: it holds personal data', async () => {
    expect((await stat(target())).mode & 0o777).toBe(0o700)
    for (const file of await readdir(target()))
      expect((await stat(join(target(), file))).mode & 0o777).toBe(0o600)
    expect(await readFile(join(target(), 'person.jsonl'), 'utf8')).toContain('maftuna.pardayeva@ztu.example')
  })

  it('holds rows as the database has them', async () => {
    const [line = ''] = (await readFile(join(target(), 'event.jsonl'), 'utf8')).split('\n')
    const { rows } = await world.pool.query<{ row: unknown }>(
      'SELECT to_jsonb(event) AS row FROM event LIMIT 1',
    )
    expect(JSON.parse(line)).toEqual(rows[0]?.row)
  })

  it('never mixes with what is there already', async () => {
    const { code, err } = await bitim(['export', target()], environmentOf(world.url))
    expect(code).toBe(2)
    expect(err).toContain('is not empty')
  })

  it('can be one stream whose lines name their tables', async () => {
    const { out } = await bitim(['export', '-'], environmentOf(world.url))
    const found: Record<string, number> = {}
    for (const line of out.trimEnd().split('\n')) {
      const { table, row } = JSON.parse(line)
      expect(typeof row).toBe('object')
      found[table] = (found[table] ?? 0) + 1
    }
    expect(found).toEqual(Object.fromEntries(Object.entries(await counts()).filter(([, count]) => count > 0)))
  })
})
