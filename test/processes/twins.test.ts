import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Facade } from '../../client/facade.ts'
import { auditVerify } from '../../client/reads/audit.ts'
import { conditionOf } from '../../client/reads/condition.ts'
import { findDocument, listDocuments } from '../../client/reads/documents.ts'
import { explain } from '../../client/reads/explanation.ts'
import { explanationInWords } from '../../client/reads/explanation-words.ts'
import { exportAll, exportedTables } from '../../client/reads/export.ts'
import { addresseeOf, houseOf } from '../../client/reads/house.ts'
import { listImports, readImport } from '../../client/reads/imports.ts'
import { readMatter } from '../../client/reads/matter.ts'
import { matterInWords } from '../../client/reads/matter-words.ts'
import { ownPlacement, ownPlacements } from '../../client/reads/own.ts'
import { ownPaper, ownPapers } from '../../client/reads/own-papers.ts'
import { listAgreements, listPartnerships, partnersToBegin } from '../../client/reads/partnerships.ts'
import { pendingWork } from '../../client/reads/pending.ts'
import { awaitedTasks } from '../../client/reads/person-waits.ts'
import { findProcess, listChildren } from '../../client/reads/processes.ts'
import { readerFor, withTasks } from '../../client/reads/reader.ts'
import { businessNow, knownPerson, listInstitutions, type Scope } from '../../client/reads/scope.ts'
import { findTask, listTasks } from '../../client/reads/tasks.ts'
import { timeline } from '../../client/reads/timeline.ts'
import type { Bound } from '../../database/database.ts'
import { COMMANDS, TASKS } from '../../schema/contracts/tasks.ts'
import { refusalOf, traceOf } from '../support/act.ts'
import { by } from '../support/by.ts'
import { startEngine, type TestEngine } from '../support/engine.ts'
import { isTrue, makeSmall, playUntil } from '../support/story.ts'
import { addTwin, idsIn, tablesOf } from '../support/twin.ts'
import { eventually } from '../support/wait.ts'

const NOW = new Date('2027-03-01T05:00:00.000Z')

let engine: TestEngine
let own: Bound
let twin: Bound
let door: Facade
let scope: Scope
/** Ids of everything one institution has, of which the other one must never hear. */
let ownIds: Set<string>
let twinIds: Set<string>
let partnership: string
let ownPartnership: string

/** The people and the papers of one institution lived through a year beside a twin that has only begun. */
beforeAll(async () => {
  engine = await startEngine()
  await makeSmall(engine.owner, { trainees: 2, end: '2027-02-20' })
  own = engine.facade.pool
  twin = await addTwin(engine.connected.database)
  door = await engine.connected.facadeIn('TWIN')
  scope = { pool: twin, institution: twin.institution }
  ownPartnership = (await engine.facade.startPartnership(by('S004'), { partner: 'ZKM' })).process
  partnership = (await door.startPartnership(by('S004'), { partner: 'ZKM' })).process
  const over = `SELECT count(*) = 2 FROM event WHERE type IN ('cycleEnded', 'sessionEnded')`
  await playUntil(engine, () => isTrue(own, over))
  await eventually(() => isTrue(engine.pool, `SELECT count(*) = 0 FROM message WHERE state = 'queued'`))
  ownIds = await allIds(own)
  twinIds = await allIds(twin)
}, 180_000)

afterAll(() => engine.stop())

async function rowsOf(bound: Bound): Promise<{ table: string; rows: string[] }[]> {
  const tables = await tablesOf(engine.connected.database)
  return Promise.all(
    tables.map(async (table) => {
      const { rows } = await bound.query<{ row: string }>(`SELECT t::text AS row FROM ${table} t`)
      return { table, rows: rows.map(({ row }) => row) }
    }),
  )
}

async function allIds(bound: Bound): Promise<Set<string>> {
  return new Set((await rowsOf(bound)).flatMap(({ rows }) => idsIn(rows)))
}

/** What of another institution stands in a value. */
const foreign = (value: unknown, theirs: Set<string>): string[] => idsIn(value).filter((id) => theirs.has(id))

const idOf = async (bound: Bound, table: string, where = 'true', column = 'id'): Promise<string> => {
  const { rows } = await bound.query<{ id: string }>(
    `SELECT ${column} AS id FROM ${table} WHERE ${where} ORDER BY id LIMIT 1`,
  )
  if (rows[0] === undefined) throw new Error(`no ${table}`)
  return rows[0].id
}

test('a year of one institution touches nothing of a twin with equal codes, and names nothing of it', async () => {
  expect([...ownIds].filter((id) => twinIds.has(id))).toEqual([])
  for (const { table, rows } of await rowsOf(own))
    expect([table, foreign(rows, twinIds)]).toEqual([table, []])
  // Time went on for the twin too, and nobody of it did anything after the beginning.
  const acted = await twin.query(`SELECT FROM event WHERE actor_id IS NOT NULL AND type <> 'begun'`)
  expect(acted.rowCount).toBe(0)
})

async function exported(bound: Bound): Promise<unknown[]> {
  const rows: unknown[] = []
  for await (const row of exportAll(bound)) rows.push(row)
  return rows
}

/** The attempt is refused because there is no such thing here. */
async function unknown(attempt: Promise<unknown>): Promise<string> {
  const { code } = await refusalOf(attempt)
  expect(code).toMatch(/unknown$|^unknown/i)
  return code
}

/** Every read, as the twin: with its own names and with the ids of the other institution. */
const READS: Record<string, () => Promise<unknown>> = {
  auditVerify: async () => [await auditVerify(twin), await auditVerify(twin, ownPartnership)],
  listDocuments: async () => [
    await listDocuments(scope),
    await listDocuments(scope, { process: ownPartnership }),
  ],
  findDocument: async () => unknown(findDocument(scope, await idOf(own, 'document'))),
  ownPapers: async () => ownPapers(scope, await idOf(own, 'person', `code = 'S004'`)),
  ownPaper: async () => {
    const [theirs, ours] = [
      await idOf(own, 'person', `code = 'S004'`),
      await idOf(twin, 'person', `code = 'S004'`),
    ]
    const document = await idOf(own, 'document')
    expect(await ownPaper(scope, theirs, document)).toBeNull()
    return ownPaper(scope, ours, document)
  },
  ownPlacements: async () => ownPlacements(scope, await idOf(own, 'placement', 'true', 'trainee_id'), 'en'),
  ownPlacement: async () => {
    const trainee = await idOf(own, 'placement', 'true', 'trainee_id')
    expect(await ownPlacement(scope, trainee, await idOf(own, 'placement'), 'en')).toBeNull()
    return null
  },
  houseOf: () => houseOf(scope),
  addresseeOf: async () => {
    expect(await addresseeOf(scope, await idOf(own, 'person'), 'en')).toBe('')
    return addresseeOf(scope, await idOf(twin, 'person'), 'en')
  },
  partnersToBegin: () => partnersToBegin(scope),
  listPartnerships: () => listPartnerships(scope),
  listAgreements: () => listAgreements(scope, ownPartnership),
  pendingWork: () => pendingWork(scope),
  awaitedTasks: async () => [
    await awaitedTasks(scope, partnership, NOW, true),
    await awaitedTasks(scope, ownPartnership, NOW, true),
  ],
  findProcess: async () => [
    await findProcess(scope, 'ZKM'),
    await unknown(findProcess(scope, ownPartnership)),
  ],
  listChildren: async () => [
    await listChildren(scope, partnership),
    await listChildren(scope, ownPartnership),
  ],
  readerFor: async () => (await readerFor(scope, 'en', [{ ids: [...ownIds].slice(0, 400) }])).names,
  withTasks: async () => withTasks(scope, ownPartnership, { language: 'en', timeZone: 'UTC', names: {} }),
  knownPerson: async () => unknown(knownPerson(scope, await idOf(own, 'person'))),
  listTasks: async () => [
    await listTasks(scope, { closed: true, limit: 500 }),
    await listTasks(scope, { closed: true, process: ownPartnership }),
    await listTasks(scope, { closed: true, within: ownPartnership }),
    await listTasks(scope, { closed: true, owner: await idOf(own, 'person', `code = 'S004'`) }),
  ],
  findTask: async () => unknown(findTask(scope, await idOf(own, 'task'))),
  readMatter: async () => {
    const [theirs, ours] = [await idOf(own, 'task'), await idOf(twin, 'task')]
    const empty = await readMatter(scope, theirs, null, NOW)
    expect(empty).toMatchObject({ parts: [], papers: [], earlier: [], decisions: [] })
    return [empty, await readMatter(scope, ours, null, NOW)]
  },
  matterInWords: async () => {
    const matter = await readMatter(scope, await idOf(twin, 'task'), null, NOW)
    return matterInWords(scope, matter, 'en')
  },
  offeredTo: async () => {
    const asker = { person: await idOf(own, 'person', `code = 'S004'`), roles: ['administrator'] }
    return readMatter(scope, await idOf(twin, 'task'), asker, NOW)
  },
  timeline: async () => [await timeline(scope, partnership), await timeline(scope, ownPartnership)],
  explain: async () => explain(scope, await findProcess(scope, 'ZKM'), NOW),
  explanationInWords: async () =>
    explanationInWords(scope, await explain(scope, await findProcess(scope, 'ZKM'), NOW), 'en'),
  listImports: () => listImports(scope),
  readImport: async () => unknown(readImport(scope, await idOf(own, 'import_run'))),
  listInstitutions: () => listInstitutions(twin),
  exportAll: () => exported(twin),
}

/** Reads that meet no row of an institution. */
const OF_NO_INSTITUTION = {
  businessNow,
  conditionOf,
  exportedTables,
}

describe('every read answers nothing of another institution', () => {
  test.each(Object.entries(READS))('%s', async (_, read) => {
    const answer = await read()
    expect(foreign(answer, ownIds)).toEqual([])
  })

  test('and no read is left out', () => {
    const folder = join(__dirname, '..', '..', 'client', 'reads')
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    const named = files
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) =>
        [
          ...readFileSync(join(folder, file), 'utf8').matchAll(
            /^export async function\*? (\w+)\(\s*(?:scope: Scope|pool: Bound)/gm,
          ),
        ].map(([, name]) => name),
      )
    expect(named.sort()).toEqual([...Object.keys(READS), ...Object.keys(OF_NO_INSTITUTION)].sort())
  })
})

describe('ids of another institution are answered as unknown, and nothing changes', () => {
  let before: string
  beforeAll(async () => {
    before = await traceOf(engine.pool)
  })
  afterAll(async () => {
    expect(await traceOf(engine.pool)).toBe(before)
  })

  test.each(Object.keys(COMMANDS))('the command %s', async (type) => {
    const processes = await own.query<{ id: string }>('SELECT DISTINCT ON (kind) id FROM process')
    for (const { id } of processes.rows) {
      expect(await refusalOf(door.send(by('S004'), id, type, {}))).toMatchObject({ code: 'unknownProcess' })
    }
  })

  const decisions = Object.entries(TASKS).flatMap(([kind, each]) =>
    Object.keys(each).map((decision) => [kind, decision] as const),
  )
  test.each(decisions)('the decision of %s to %s', async (kind, decision) => {
    const { rows } = await own.query<{ id: string }>(
      'SELECT id FROM task ORDER BY kind = $1 DESC, id LIMIT 1',
      [kind],
    )
    for (const onBehalf of [{}, { onBehalf: 'told by telephone' }]) {
      const given = { task: rows[0]?.id ?? '', decision, data: {}, ...onBehalf }
      expect(await refusalOf(door.completeTask(by('S004'), given))).toMatchObject({ code: 'unknownTask' })
    }
  })

  test('a person of another institution neither acts nor is named', async () => {
    const stranger = await idOf(own, 'person', `code = 'S006'`)
    expect(await refusalOf(door.startPartnership(by(stranger), { partner: 'NAZ' }))).toMatchObject({
      code: 'unknownPerson',
    })
    const task = await idOf(twin, 'task', `state IN ('open', 'escalated') AND kind <> 'decideEscalation'`)
    const delegated = { task, decision: 'delegate', data: { to: stranger, reason: 'x' } }
    expect(await refusalOf(door.completeTask(by('S004'), delegated))).toMatchObject({
      code: 'unknownPerson',
      params: { person: stranger },
    })
  })

  test('a partner of another institution has no partnership here', async () => {
    const partner = await idOf(own, 'partner', `code = 'NAZ'`)
    expect(await refusalOf(door.startPartnership(by('S004'), { partner }))).toMatchObject({
      code: 'unknownPartner',
    })
  })
})

test('who is named by code is the person of the own institution', async () => {
  const sent: unknown[] = []
  const command = async (_: string, given: unknown) => {
    sent.push(given)
    return { seq: 1 }
  }
  const listening = new Facade(twin, { command, begin: () => Promise.reject(new Error('nothing begins')) })
  const task = await idOf(twin, 'task', `state IN ('open', 'escalated') AND kind <> 'decideEscalation'`)
  await listening.completeTask(by('S004'), { task, decision: 'delegate', data: { to: 'S005', reason: 'x' } })
  expect(foreign(sent, ownIds)).toEqual([])
  expect(foreign(sent, twinIds).length).toBeGreaterThan(0)
})
