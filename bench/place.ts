import { fromCommandLine } from '../access/command-line.ts'
import type { Connected } from '../client/connect.ts'
import type { Cast } from '../demo/behaviours/index.ts'
import { play } from '../demo/story.ts'
import type { System } from '../embedded/system.ts'
import type { Data } from '../workflows/durable/types.ts'

/** Monday, ten o'clock in Asia/Tashkent: the sample schedule follows from this day. */
const STORY_BEGINS = Date.parse('2026-11-23T05:00:00.000Z')
const PARTNER = 'ZKM'
const ADMINISTRATOR = 'S004'
const SEED = 1

/** What an agreement needs to begin: a real partnership, its people and the policy. */
export interface Place {
  institution: string
  partnership: string
  partner: string
  policy: { id: string; version: number }
  agreementPolicy: Data
  /** Person ids by code. */
  people: ReadonlyMap<string, string>
}

/** The demo's story with one trainee: a partnership in operation, a closed practice and its follow-ups. */
export async function playStory(system: System): Promise<void> {
  const { connected, clock } = system
  await clock.set(STORY_BEGINS - Date.now())
  const facade = await connected.facadeIn()
  await facade.startPartnership(fromCommandLine(ADMINISTRATOR), {
    partner: PARTNER,
    language: 'uz-Latn',
    key: 'bench',
  })
  const people = await peopleOf(connected)
  const codes = new Map([...people].map(([code, id]) => [id, code]))
  const cast: Cast = {
    id: (code) => people.get(code) ?? '',
    code: (id) => codes.get(id) ?? '',
    random: randomOf(SEED),
  }
  const over = (): Promise<boolean> => practiceIsOver(connected)
  await play({ connected, facade, clock, cast, onStep: async () => undefined, over })
  await mailDelivered(connected)
}

export async function readPlace(connected: Connected): Promise<Place> {
  const { rows } = await connected.database.all.query<{
    id: string
    partner_id: string
    institution_id: string
  }>('SELECT id, partner_id, institution_id FROM partnership')
  const row = rows[0]
  if (row === undefined) throw new Error('the story left no partnership')
  const policy = { id: 'generic', version: 1 }
  return {
    institution: row.institution_id,
    partnership: row.id,
    partner: row.partner_id,
    policy,
    agreementPolicy: await (await connected.facadeIn()).policySlice(policy, 'agreement'),
    people: await peopleOf(connected),
  }
}

async function peopleOf(connected: Connected): Promise<Map<string, string>> {
  const { rows } = await connected.database.all.query<{ id: string; code: string }>(
    'SELECT id, code FROM person',
  )
  return new Map(rows.map(({ id, code }) => [code, id]))
}

async function practiceIsOver(connected: Connected): Promise<boolean> {
  const { rows } = await connected.database.all.query<{ placements: number; open: number }>(
    `SELECT count(*) FILTER (WHERE kind = 'placement')::int AS placements,
            count(*) FILTER (WHERE open AND kind IN ('practiceCycle', 'placement', 'attestation'))::int AS open
     FROM process`,
  )
  return (rows[0]?.placements ?? 0) > 0 && rows[0]?.open === 0
}

/** Every letter is in its inbox: nothing runs behind the back of what is measured next. */
export async function mailDelivered(connected: Connected): Promise<void> {
  await until('the mail to be delivered', async () => {
    const { rows } = await connected.database.all.query(`SELECT FROM message WHERE state = 'queued' LIMIT 1`)
    return rows.length === 0
  })
}

/** Letters that were recorded without anybody to post them are not waited for. */
export async function dropLetters(connected: Connected): Promise<void> {
  await connected.database.all.query(`UPDATE message SET state = 'suppressed' WHERE state = 'queued'`)
}

const PATIENCE_MS = 120_000
const LOOK_AGAIN_MS = 20

/** @throws Error when it does not come to pass within two minutes */
export async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
  }
}

/** The same numbers in every run. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
