import { settled } from '../../client/advance.ts'
import { auditVerify } from '../../client/reads/audit.ts'
import { compare } from '../../client/rebuild/compare.ts'
import { amiss, carryOver, rebuild } from '../../client/rebuild/rebuild.ts'
import type { Data } from '../../workflows/durable/types.ts'
import { bitim } from '../cli/support.ts'
import { refusalOf, taskOf, traceOf } from '../support/act.ts'
import { backUp, restoreBackup } from '../support/backup.ts'
import { by } from '../support/by.ts'
import { startEngine, type TestEngine } from '../support/engine.ts'
import { faultsOf, tracesOf } from '../support/faults.ts'
import { type Ledger, ledgerOf } from '../support/ledger.ts'
import { isTrue, makeSmall, playUntil } from '../support/story.ts'
import { type ForgetfulTemporal, startForgetfulTemporal } from '../support/temporal.ts'
import { addTwin } from '../support/twin.ts'
import { eventually } from '../support/wait.ts'

/** Mailboxes come and go with their letters. */
const PROCESSES = `ExecutionStatus = 'Running' AND WorkflowType != 'mailbox'`
const GOALS: Data = { goal: 'Meet', tasks: ['Agree on practice'] }
const LONG = 240_000

let engine: TestEngine
let temporal: ForgetfulTemporal

beforeEach(async () => {
  temporal = await startForgetfulTemporal()
  engine = await startEngine({ temporal })
  await makeSmall(engine.owner, { trainees: 2, end: '2027-02-20' })
  await engine.owner.query('DELETE FROM attestation_session')
  await engine.facade.startPartnership(by('S004'), { partner: 'ZKM' })
}, LONG)

afterEach(async () => {
  await engine.stop()
})

const over = (): Promise<boolean> =>
  isTrue(engine.pool, `SELECT count(*) = 1 FROM event WHERE type = 'cycleEnded'`)
/** The practice is in its second week. */
const underWay = (): Promise<boolean> => isTrue(engine.pool, `SELECT count(*) > 0 FROM diary_entry`)

async function lose(since: 'ever' | 'kept'): Promise<void> {
  await settled(engine.pool, engine.clock)
  await engine.stopWorker()
  await temporal.forget(since)
  await engine.startWorker()
}

async function toTheEnd(): Promise<{ ledger: Ledger; faults: string[] }> {
  await playUntil(engine, over)
  await eventually(() => isTrue(engine.pool, `SELECT count(*) = 0 FROM message WHERE state = 'queued'`))
  const places = { documentsDir: engine.filesDir, inboxDir: engine.inboxDir }
  const faults = [...(await faultsOf(engine.pool, places)), ...(await tracesOf(engine.pool, places))]
  return { ledger: await ledgerOf(engine.pool), faults }
}

const run = (...line: string[]) => bitim([...line, '--as', 'S004'], engine.environment)
const standings = async (): Promise<string[]> => {
  const { client, database } = engine.connected
  const found = await compare({ client, database, taskQueue: engine.taskQueue }, database.all)
  return [...new Set(found.map(({ standing }) => standing))].sort()
}

let told: Ledger

test(
  'an undisturbed story',
  async () => {
    const { ledger, faults } = await toTheEnd()
    told = ledger
    expect(faults).toEqual([])
    expect(await standings()).toEqual(['sound'])
  },
  LONG,
)

test(
  'a story whose engine loses everything in the middle is rebuilt from the database and ends the same',
  async () => {
    await playUntil(engine, underWay)
    expect(await standings()).toEqual(['sound'])
    await lose('ever')
    expect(await standings()).toEqual(['missing'])

    // Whoever acts hears the truth, not that it is over.
    const { rows } = await engine.pool.query<{ id: string }>(
      `SELECT id FROM process WHERE kind = 'partnership'`,
    )
    const close = engine.facade.send(by('S004'), rows[0]?.id ?? '', 'close', { reason: 'x' })
    expect(await refusalOf(close)).toMatchObject({ code: 'engineBehind' })
    const doctor = await run('doctor')
    expect(doctor.code).toBe(1)
    expect(doctor.out).toMatch(/✗ .*does not run it: \d/)
    expect(doctor.err).toContain('bitim rebuild')

    const before = await traceOf(engine.pool)
    const dry = await run('rebuild', '--dry-run')
    expect(dry.err).toMatch(/^[1-9]\d* processes would be brought in line/m)
    expect(await traceOf(engine.pool)).toBe(before)
    expect(await standings()).toEqual(['missing'])

    expect((await bitim(['rebuild', '--as', 'S006'], engine.environment)).err).toContain('(notAllowed)')

    const rebuilt = JSON.parse((await run('rebuild', '--json')).out)
    expect(rebuilt.rebuilt.length).toBeGreaterThan(2)
    expect(rebuilt).toMatchObject({ sound: 0, silent: [] })
    expect(await standings()).toEqual(['sound'])
    // What is sound is left alone.
    const runs = await runsOf()
    expect(JSON.parse((await run('rebuild', '--json')).out).rebuilt).toEqual([])
    expect(await runsOf()).toEqual(runs)
    expect((await run('doctor')).out).toMatch(/✓ .*runs what is recorded/)

    const { ledger, faults } = await toTheEnd()
    expect(faults).toEqual([])
    expect(ledger).toEqual(told)
  },
  LONG,
)

async function runsOf(): Promise<string[]> {
  const runs: string[] = []
  for await (const { workflowId, runId } of engine.client.workflow.list({
    query: PROCESSES,
  }))
    runs.push(`${workflowId} ${runId}`)
  return runs.sort()
}

test(
  'an engine whose data are older than the database is told so, brought up and ends the story the same',
  async () => {
    await playUntil(engine, underWay)
    await settled(engine.pool, engine.clock)
    await engine.stopWorker()
    await temporal.keep()
    await engine.startWorker()
    await playUntil(engine, () => isTrue(engine.pool, `SELECT count(*) > 0 FROM diary_entry WHERE week = 2`))
    await lose('kept')
    // Asked right after its start a worker may still be silent.
    await eventually(async () => (await standings()).includes('behind'))
    const { client, database } = engine.connected
    const engines = { client, database, taskQueue: engine.taskQueue }
    await rebuild(engines, database.all, amiss(await compare(engines, database.all)))
    expect(await standings()).toEqual(['sound'])
    const { ledger, faults } = await toTheEnd()
    expect(faults).toEqual([])
    expect(ledger).toEqual(told)
  },
  LONG,
)

test(
  'a refusal by an engine that does not know what is recorded is no answer',
  async () => {
    const goals = await taskOf(engine.pool, 'clarifyGoals')
    await settled(engine.pool, engine.clock)
    await engine.stopWorker()
    await temporal.keep()
    await engine.startWorker()
    await engine.facade.completeTask(by('S004'), { task: goals.id, decision: 'record', data: GOALS })
    await playUntil(engine, () =>
      isTrue(engine.pool, `SELECT count(*) > 0 FROM task WHERE kind = 'holdMeeting'`),
    )
    const later = await taskOf(engine.pool, 'holdMeeting')
    await lose('kept')
    const answer = engine.facade.completeTask(by(later.owner), {
      task: later.id,
      decision: 'delegate',
      data: { to: 'S005', reason: 'x' },
    })
    expect(await refusalOf(answer)).toMatchObject({ code: 'engineBehind' })
  },
  LONG,
)

test(
  'a database older than its engine holds: what it does not know is ended, and the story goes on from it',
  async () => {
    await playUntil(engine, () =>
      isTrue(engine.pool, `SELECT count(*) > 0 FROM task WHERE kind = 'confirmSchedule'`),
    )
    await settled(engine.pool, engine.clock)
    await backUp(engine.owner)
    await playUntil(engine, underWay)
    await settled(engine.pool, engine.clock)
    await restoreBackup(engine.owner)
    await eventually(async () => (await standings()).join() === 'ahead,sound,stray')
    const { rebuilt } = JSON.parse((await run('rebuild', '--json')).out)
    expect(new Set(rebuilt.map(({ standing }: { standing: string }) => standing))).toEqual(
      new Set(['ahead', 'stray']),
    )
    expect(await standings()).toEqual(['sound'])
    await playUntil(engine, over)
    const { broken } = await auditVerify(engine.pool)
    expect(broken).toEqual([])
  },
  LONG,
)

test(
  'an administrator rebuilds the processes of the own institution and no others',
  async () => {
    const twin = await addTwin(engine.connected.database)
    const door = await engine.connected.facadeIn('TWIN')
    const theirs = (await door.startPartnership(by('S004'), { partner: 'ZKM' })).process
    await lose('ever')
    const { rebuilt } = JSON.parse((await run('rebuild', '--institution', 'ZTU', '--json')).out)
    expect(rebuilt.length).toBe(1)
    const { client, database } = engine.connected
    const engines = { client, database, taskQueue: engine.taskQueue }
    expect(await compare(engines, twin)).toMatchObject([{ process: theirs, standing: 'missing' }])
    expect(await standings()).toEqual(['missing', 'sound'])
    const again = await run('rebuild', theirs, '--institution', 'TWIN', '--json')
    expect(JSON.parse(again.out).rebuilt).toMatchObject([{ process: theirs }])
    expect(await standings()).toEqual(['sound'])
  },
  LONG,
)

test(
  'processes of an earlier version are carried over once, and the story ends the same',
  async () => {
    await playUntil(engine, underWay)
    await settled(engine.pool, engine.clock)
    await engine.stopWorker()
    // As they were recorded before a process said which form it has.
    await engine.owner.query('UPDATE process SET shape = 0')
    const before = await runsOf()
    const { client, database } = engine.connected
    const engines = { client, database, taskQueue: engine.taskQueue }
    // Two workers that start at once share the work.
    const [one, other] = await Promise.all([carryOver(engines), carryOver(engines)])
    expect([one.failed, other.failed]).toEqual([[], []])
    // The engine's list tells of a new run a moment later.
    const after = await eventually(async () => {
      const runs = await runsOf()
      return runs.length === before.length && !runs.some((run) => before.includes(run)) && runs
    })
    expect(await carryOver(engines)).toEqual({ carried: 0, failed: [] })
    expect(await runsOf()).toEqual(after)
    await engine.startWorker()
    expect(await standings()).toEqual(['sound'])
    const { ledger, faults } = await toTheEnd()
    expect(faults).toEqual([])
    expect(ledger).toEqual(told)
  },
  LONG,
)

test(
  'one process that cannot be restored keeps no other from it',
  async () => {
    const { rows } = await engine.pool.query<{ id: string }>('SELECT id FROM process')
    const ruined = (await engine.facade.startPartnership(by('S004'), { partner: 'NAZ' })).process
    await lose('ever')
    await engine.owner.query(`UPDATE process SET kind = 'attestation' WHERE id = $1`, [ruined])
    const { code, out } = await run('rebuild', '--json')
    const { rebuilt, failed } = JSON.parse(out)
    expect(code).toBe(4)
    expect(failed).toMatchObject([{ process: ruined }])
    expect(rebuilt).toMatchObject([{ process: rows[0]?.id }])
  },
  LONG,
)
