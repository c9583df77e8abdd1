import type { Pool } from 'pg'
import { createAskActivities } from '../../activities/ask/ask.ts'
import { InstitutionReader } from '../../activities/record/institution.ts'
import type { EffectInput, EffectResult } from '../../workflows/durable/port.ts'
import type { Command, Data } from '../../workflows/durable/types.ts'
import type { Line, Plan } from '../../workflows/practice-cycle/state.ts'
import { openWorld, type World } from '../support/world.ts'

const YEAR = '2026-2027'

let world: World
let pool: Pool
let institution: string
let partner: string
let told: { process: string; type: string }[] = []
let ask: (input: EffectInput) => Promise<EffectResult>

beforeAll(async () => {
  world = await openWorld(12)
  pool = world.pool
  const { rows } = await pool.query<{ id: string; institution: string }>(
    `SELECT id, institution_id AS institution FROM partner WHERE code = 'ZKM'`,
  )
  institution = rows[0]?.institution ?? ''
  partner = rows[0]?.id ?? ''
  const command = async (process: string, { type }: Command) => {
    told.push({ process, type })
    return { seq: 1 }
  }
  const { database } = world
  ask = createAskActivities({ database, engine: { command }, reader: new InstitutionReader(database) }).ask
})

beforeEach(async () => {
  await pool.query('DELETE FROM reservation')
  await pool.query('DELETE FROM process')
  told = []
})

afterAll(() => world.stop())

/** What the record has of a cycle. */
async function recorded(cycle: string, state: object, open = true): Promise<void> {
  const { stage = 'planning' } = state as { stage?: string }
  await pool.query(
    `INSERT INTO process (id, institution_id, kind, seq, head, stage, open, state, policy_id, policy_version, opened_at, changed_at)
     VALUES ($1, $2, 'practiceCycle', 1, '', $3, $4, $5, 'generic', 1, now(), now())
     ON CONFLICT (id) DO UPDATE SET stage = $3, open = $4, state = $5`,
    [`practice-cycle/${cycle}`, institution, stage, open, JSON.stringify({ academicYear: YEAR, ...state })],
  )
}

let questions = 0
async function question(cycle: string, name: string, data: Data = {}): Promise<EffectResult['reply']> {
  questions += 1
  const { reply } = await ask({
    process: `practice-cycle/${cycle}`,
    institution,
    policy: { id: 'generic', version: 1 },
    at: '2026-12-01T05:00:00.000Z',
    effect: { type: 'ask', key: `${questions}.0`, question: name, data: { cycle, ...data } },
  })
  return reply
}

const planning = (plan: number) => ({ stage: 'planning', loading: true, plan, lines: [], conflicts: [] })

/** Plans the cycle as far as the record has it, and records the plan. */
async function plan(cycle: string, n = 1): Promise<Plan[]> {
  await recorded(cycle, planning(n))
  const reply = await question(cycle, 'planLines', { partner, academicYear: YEAR, plan: n })
  const lines = (reply?.data.lines ?? []) as unknown as Plan[]
  await recorded(cycle, { ...planning(n), loading: false, lines })
  return lines
}

async function placesOf(cycle: string, code: string) {
  const { rows } = await pool.query<{ state: string; start: string; end: string; places: number }>(
    `SELECT state, reservation.start_on::text AS start, reservation.end_on::text AS "end", places
     FROM reservation JOIN schedule_line line ON line.id = schedule_line_id WHERE process_id = $1 AND code = $2`,
    [`practice-cycle/${cycle}`, code],
  )
  return rows[0]
}

const PLANNED: Omit<Line, keyof Plan> = { begun: false, outcomes: {}, decisions: 0, step: 'planned' }
const only = (lines: Plan[], code: string, change: object = {}): (Plan & object)[] =>
  lines.filter((line) => line.code === code).map((line) => ({ ...line, ...PLANNED, ...change }))

describe('places that are given back', () => {
  test('stay with a line that was planned again before the giving back came', async () => {
    const lines = await plan('a')
    await recorded('a', { ...planning(2), loading: false, lines: lines.filter(({ code }) => code !== 'L01') })
    await plan('a', 3)
    await question('a', 'releaseLines', { lines: ['L01'] })
    expect(await placesOf('a', 'L01')).toMatchObject({ state: 'reserved' })
  })

  test('are free when the line is not held any more, however often it is said', async () => {
    const lines = await plan('a')
    await recorded('a', { ...planning(2), loading: false, lines: lines.filter(({ code }) => code !== 'L01') })
    await question('a', 'releaseLines', { lines: ['L01'] })
    await question('a', 'releaseLines', { lines: ['L01'] })
    expect(await placesOf('a', 'L01')).toMatchObject({ state: 'released' })
    expect(await placesOf('a', 'L02')).toMatchObject({ state: 'reserved' })
  })

  test('are not claimed by a plan that is asked for no longer', async () => {
    await recorded('a', { ...planning(2), stage: 'cancelled' }, false)
    expect(await question('a', 'planLines', { partner, academicYear: YEAR, plan: 1 })).toBeNull()
    await recorded('b', planning(2))
    expect(await question('b', 'planLines', { partner, academicYear: YEAR, plan: 1 })).toBeNull()
    const { rows } = await pool.query('SELECT FROM reservation')
    expect(rows).toEqual([])
  })

  test('go to a cycle that waits for them, which is told until it plans anew', async () => {
    const lines = await plan('a')
    const waiting = await plan('b')
    expect(waiting.find(({ code }) => code === 'L01')?.reserved).toBe(false)
    await recorded('a', { ...planning(2), loading: false, lines: lines.filter(({ code }) => code !== 'L01') })
    await question('a', 'releaseLines', { lines: ['L01'] })
    expect(told).toEqual([{ process: 'practice-cycle/b', type: 'placesFreed' }])
    await question('a', 'releaseLines', { lines: ['L01'] })
    expect(told).toHaveLength(2)
    expect((await plan('b', 2)).find(({ code }) => code === 'L01')?.reserved).toBe(true)
    await question('a', 'releaseLines', { lines: ['L01'] })
    expect(told).toHaveLength(2)
  })

  test('by two cycles at once never wait for each other', async () => {
    const names = ['a', 'b', 'c', 'd']
    for (const name of names) await plan(name)
    for (const name of names) await recorded(name, { ...planning(2), stage: 'cancelled' }, false)
    await Promise.all(names.map((name) => question(name, 'releaseLines', { lines: [] })))
    const { rows } = await pool.query('SELECT DISTINCT state FROM reservation')
    expect(rows).toEqual([{ state: 'released' }])
  })

  test('are those of the trainees who went', async () => {
    const lines = only(await plan('a'), 'L01', { outcomes: { withdrawn: [0], completed: [1] } })
    await recorded('a', { stage: 'atWork', plan: 1, lines, papers: [] })
    await question('a', 'releasePlace', { line: 'L01' })
    expect(await placesOf('a', 'L01')).toMatchObject({ state: 'reserved', places: 9 })
  })
})

describe('a line that is postponed', () => {
  const move = { start: '2027-04-12', end: '2027-06-05', reason: 'papers' }
  const asked = { line: 'L01', start: move.start, end: move.end }

  test('takes its places with it, and leaves the old ones to others', async () => {
    const lines = await plan('a')
    await plan('b')
    await recorded('a', {
      stage: 'atWork',
      plan: 1,
      lines: only(lines, 'L01', { step: 'moving', move }),
      papers: [],
    })
    expect(await question('a', 'moveLine', asked)).toEqual({
      type: 'placesMoved',
      data: { ...asked, conflicts: [] },
    })
    expect(await placesOf('a', 'L01')).toEqual({
      state: 'reserved',
      start: move.start,
      end: move.end,
      places: 10,
    })
    expect(told).toEqual([{ process: 'practice-cycle/b', type: 'placesFreed' }])
    expect(await question('a', 'moveLine', asked)).toMatchObject({ data: { conflicts: [] } })
  })

  test('stays where it is when the site is full on the new dates or the start is a free day', async () => {
    const lines = await plan('a')
    const before = await placesOf('a', 'L01')
    await plan('b')
    await pool.query(
      `UPDATE reservation SET state = 'reserved', start_on = $1, end_on = $2 FROM schedule_line line
       WHERE line.id = schedule_line_id AND code = 'L01' AND process_id = 'practice-cycle/b'`,
      [move.start, move.end],
    )
    const moving = (to: object) =>
      recorded('a', {
        stage: 'atWork',
        plan: 1,
        lines: only(lines, 'L01', { step: 'moving', move: { ...move, ...to } }),
        papers: [],
      })
    await moving({})
    expect(await question('a', 'moveLine', asked)).toMatchObject({ data: { conflicts: ['capacity'] } })
    await moving({ start: '2027-04-11' })
    expect(await question('a', 'moveLine', { ...asked, start: '2027-04-11' })).toMatchObject({
      data: { conflicts: ['freeDay', 'capacity'] },
    })
    expect(await placesOf('a', 'L01')).toEqual(before)
    expect(told).toEqual([])
  })

  test('stays where it is when its trainees are on another cycle then', async () => {
    const lines = await plan('a')
    await plan('b')
    await pool.query(
      `UPDATE reservation SET start_on = $1, end_on = $1, trainee_ids = $2 WHERE process_id = 'practice-cycle/b'`,
      [move.end, lines.find(({ code }) => code === 'L01')?.trainees.slice(0, 1)],
    )
    const postponed = only(lines, 'L01', { step: 'moving', move })
    await recorded('a', { stage: 'atWork', plan: 1, lines: postponed, papers: [] })
    expect(await question('a', 'moveLine', asked)).toMatchObject({ data: { conflicts: ['overlap'] } })
  })

  test('and is not postponed any more has no answer', async () => {
    const lines = await plan('a')
    await recorded('a', { stage: 'atWork', plan: 1, lines, papers: [] })
    expect(await question('a', 'moveLine', asked)).toBeNull()
    expect(await placesOf('a', 'L01')).toMatchObject({ start: '2027-02-08' })
  })
})

describe('trainees', () => {
  test('are on one line at a time, as long as their group has others', async () => {
    await pool.query(`UPDATE schedule_line SET start_on = '2027-02-15' WHERE code = 'L02'`)
    const lines = await plan('a')
    await pool.query(`UPDATE schedule_line SET start_on = '2027-02-08' WHERE code = 'L02'`)
    const on = (code: string) => lines.find((line) => line.code === code)?.trainees ?? []
    const group = await pool.query(`SELECT FROM person WHERE study_group = '401-23' AND active`)
    const twice = on('L01').filter((trainee) => on('L02').includes(trainee))
    const short = Math.max(0, on('L01').length + on('L02').length - (group.rowCount ?? 0))
    expect(on('L02')).toHaveLength(6)
    expect(twice).toHaveLength(short)
  })

  test('are never planned for two cycles at once, even by two plans made at the same instant', async () => {
    const names = ['a', 'b', 'c']
    for (const name of names) await recorded(name, planning(1))
    const asked = { partner, academicYear: YEAR, plan: 1 }
    const replies = await Promise.all(names.map((name) => question(name, 'planLines', asked)))
    const taken = replies.map((reply) =>
      ((reply?.data.lines ?? []) as unknown as Plan[])
        .filter(({ code }) => code === 'L04')
        .flatMap(({ trainees }) => trainees),
    )
    expect(taken.flat().length).toBeGreaterThan(0)
    expect(new Set(taken.flat()).size).toBe(taken.flat().length)
  })

  test('who withdrew are free for another cycle', async () => {
    const lines = only(await plan('a'), 'L04')
    const [first = ''] = lines[0]?.trainees ?? []
    const everybody = (await plan('b')).flatMap(({ trainees }) => trainees)
    expect(everybody).not.toContain(first)
    const left = only(lines, 'L04', { outcomes: { withdrawn: [0] } })
    await recorded('a', { stage: 'atWork', plan: 1, lines: left, papers: [] })
    await question('a', 'releasePlace', { line: 'L04' })
    expect((await plan('b', 2)).flatMap(({ trainees }) => trainees)).toContain(first)
  })

  test('of another cycle that runs at that time are not taken', async () => {
    const lines = only(await plan('a'), 'L04')
    await recorded('a', { stage: 'atWork', plan: 1, lines, papers: [] })
    const other = (await plan('b')).find(({ code }) => code === 'L04')
    expect(lines[0]?.trainees.length).toBeGreaterThan(0)
    expect(other?.trainees.filter((trainee) => lines[0]?.trainees.includes(trainee))).toEqual([])
  })
})

describe('what the records say against a line is named by the rule that says so', () => {
  const line = (set: string): string => `UPDATE schedule_line SET ${set} WHERE code = 'L01'`
  const site = (code: string): string => line(`site_id = (SELECT id FROM site WHERE code = '${code}')`)
  const active = (code: string, is: boolean): string =>
    `UPDATE person SET active = ${is} WHERE code = '${code}'`
  const programme = (code: string): string =>
    `UPDATE person SET programme_id = (SELECT id FROM programme WHERE code = '${code}')
     WHERE code = (SELECT min(code) FROM person WHERE study_group = '401-23')`

  async function found(): Promise<string[]> {
    await recorded('a', planning(1))
    const reply = await question('a', 'planLines', { partner, academicYear: YEAR, plan: 1 })
    const all = (reply?.data.found ?? []) as { line: string; code: string }[]
    return all.filter((one) => one.line === 'L01').map(({ code }) => code)
  }

  test.each([
    ['mentorUnfit', active('C004', false), active('C004', true)],
    ['supervisorUnfit', active('S025', false), active('S025', true)],
    ['siteUnfit', site('NAZ-1'), site('ZKM-1')],
    ['courseUnknown', line('course = 6'), line('course = 4')],
    ['groupOfOtherProgramme', programme('60721500'), programme('60711400')],
    ['alreadyBegun', line(`start_on = '2026-11-30'`), line(`start_on = '2027-02-08'`)],
  ])('%s', async (code, change, back) => {
    expect(await found()).toEqual([])
    await pool.query(change)
    try {
      expect(await found()).toEqual([code])
    } finally {
      await pool.query(back)
    }
  })

  test('groupInPractice', async () => {
    await plan('b')
    expect(await found()).toEqual(['groupInPractice'])
  })
})
