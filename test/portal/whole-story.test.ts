import { mintLink } from '../../access/links.ts'
import type { Facade } from '../../client/facade.ts'
import { formOf } from '../../client/forms/forms.ts'
import { findTask } from '../../client/reads/tasks.ts'
import { bodyOf } from '../../schema/contracts/forms/write.ts'
import type { Data } from '../../workflows/durable/types.ts'
import { countOf, isTrue, makeSmall, playUntil } from '../support/story.ts'
import { eventually } from '../support/wait.ts'
import { openPortal, type PortalWorld } from './world.ts'

let world: PortalWorld

beforeAll(async () => {
  world = await openPortal()
  await makeSmall(world.engine.owner, { trainees: 3, end: '2027-02-20', graduates: 3 })
}, 180_000)

afterAll(() => world.stop())

interface Person {
  id: string
  email: string
  cookie: string
}
const visits = new Map<string, Promise<Person>>()

/** Everybody comes in by the link of a letter, once. */
function personOf(code: string, task: string): Promise<Person> {
  const known = visits.get(code) ?? comeIn(code, task)
  visits.set(code, known)
  return known
}

async function comeIn(code: string, task: string): Promise<Person> {
  const { pool, connected } = world.engine
  const { rows } = await pool.query<{ id: string; institution: string; email: string; message: string }>(
    `SELECT person.id, person.institution_id AS institution, email, message.id AS message
     FROM person JOIN message ON person_id = person.id WHERE code = $1 ORDER BY at DESC LIMIT 1`,
    [code],
  )
  const [row] = rows
  if (row === undefined) throw new Error(`${code} was never written to`)
  const { id, institution, email, message } = row
  const token = await mintLink(connected.database.of(institution), {
    ...{ institution, person: id, task, message, address: email },
  })
  const { headers } = await fetch(`${world.address}/l/${token}`, { redirect: 'manual' })
  return { id, email, cookie: (headers.get('set-cookie') ?? '').split(';')[0] ?? '' }
}

const read = (text: string): string =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')

/** What a browser would send of the hidden fields of a page. */
const hiddenIn = (page: string): Record<string, string> =>
  Object.fromEntries(
    [...page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)].map(
      ([, name = '', value = '']) => [name, read(value)],
    ),
  )

const shown = new Set<string>()

async function look({ cookie }: Person, path: string): Promise<string> {
  const answer = await fetch(`${world.address}${path}`, { headers: { cookie } })
  return answer.text()
}

async function send({ cookie }: Person, path: string, fields: Record<string, string | readonly string[]>) {
  const body = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(name, one)
  const headers = { cookie, origin: world.address }
  return fetch(`${world.address}${path}`, { method: 'POST', body, headers, redirect: 'manual' })
}

/** What a decision's data look like when they are typed into its pages, one after the other, and sent. */
async function decide(
  person: Person,
  task: string,
  kind: string,
  decision: string,
  data: Data,
): Promise<void> {
  const { pool } = world.engine.facade
  const scope = { pool, institution: pool.institution }
  const asked = await findTask(scope, task)
  const form = await formOf(scope, { person: person.id, partner: null }, asked, decision, 'ru')
  const typed = bodyOf(form.pages.flat(), data)
  const here = `/my/tasks/${task}`
  let page = await look(person, `${here}?decision=${decision}`)
  let seen = page
  for (let n = 0; n < 8 && page.includes(`action="${here}/review"`); n += 1) {
    const answer = await send(person, `${here}/review`, { ...hiddenIn(page), ...typed })
    page = await answer.text()
    seen += page
    if (answer.status !== 200) throw new Error(`${kind}.${decision}: ${page.replace(/<[^>]*>/g, ' ')}`)
  }
  const missing = Object.keys(typed).filter((name) => !seen.includes(`name="${name.split('.')[0]}`))
  // A view of its own asks in its own way.
  if (kind !== 'confirmAttendance' && missing.length > 0)
    throw new Error(`${kind}.${decision} does not ask for ${missing}: ${seen.replace(/<[^>]*>|\s+/g, ' ')}`)
  const last = {
    ...hiddenIn(page),
    ...(page.includes(`action="${here}"`) ? {} : typed),
    ...(kind === 'confirmAttendance' ? typed : {}),
  }
  let sent = await send(person, here, last)
  if (sent.status === 200 && kind !== 'confirmAttendance') {
    const code = await eventually(
      async () =>
        /^(\d{6})$/m.exec(
          (await world.letters(person.email)).find((text) => /^\d{6}$/m.test(text)) ?? '',
        )?.[1],
    )
    sent = await send(person, here, { ...hiddenIn(await sent.text()), _code: code })
  }
  if (sent.headers.get('location') !== `${here}/receipt`)
    throw new Error(`${kind}.${decision}: ${sent.status} ${(await sent.text()).replace(/<[^>]*>|\s+/g, ' ')}`)
  shown.add(`${kind}.${decision}`)
}

it('the whole story is told by forms and receipts alone, everybody coming in by a link', async () => {
  const { engine } = world
  const { pool, facade } = engine
  await facade.startPartnership(
    { person: 'S004', door: { kind: 'commandLine', id: 'test' } },
    { partner: 'ZKM', language: 'uz-Latn' },
  )
  const byPages = Object.assign(Object.create(facade) as Facade, {
    completeTask: async (by: { person: string }, given: { task: string; decision: string; data: Data }) => {
      const { rows } = await pool.query<{ kind: string }>('SELECT kind FROM task WHERE id = $1', [given.task])
      const person = await personOf(by.person, given.task)
      await decide(person, given.task, rows[0]?.kind ?? '', given.decision, given.data)
    },
  })
  await playUntil({ ...engine, facade: byPages }, () =>
    isTrue(
      pool,
      `(SELECT count(*) > 0 FROM placement WHERE stage = 'completed') AND NOT EXISTS (
      SELECT FROM placement WHERE stage NOT IN ('completed', 'partiallyCompleted', 'didNotShow', 'withdrawn'))`,
    ),
  )
  expect(
    await countOf(pool, `event WHERE door IS NOT NULL AND door NOT LIKE 'link/%' AND type <> 'begun'`),
  ).toBe(0)
  expect(shown.size).toBeGreaterThan(25)
}, 280_000)
