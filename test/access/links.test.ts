import { mintCode } from '../../access/codes.ts'
import { mintLink } from '../../access/links.ts'
import { addMessage, addPerson, addTask } from '../mail/support.ts'
import { type AccessWorld, openAccess, refusal, visit } from './support.ts'

let world: AccessWorld

beforeAll(async () => {
  world = await openAccess()
}, 60_000)
afterAll(() => world.stop())

const sql = () => world.database.of('ztu')

/** Somebody who got a letter about a task, and what its link is. */
async function reader(): Promise<{ person: string; task: string; token: string }> {
  const person = await addPerson(world.pool)
  const task = await addTask(world.pool, { owner: person })
  const message = await addMessage(world.pool, { person, task, template: 'taskOpened', language: 'en' })
  const address = `${person}@zkm.example`
  return {
    person,
    task,
    token: await mintLink(sql(), { institution: 'ztu', person, task, message, address }),
  }
}

/** The visit that a link begins. */
async function comeIn(token: string) {
  const { session } = await world.access.openLink(token, visit())
  const known = session === null ? null : await world.access.callerOfSession(session)
  if (known === null) throw new Error('nobody came in')
  return known
}

async function digitsSent(person: string): Promise<string> {
  const { rows } = await world.pool.query<{ id: string }>(
    `SELECT id FROM message WHERE person_id = $1 AND template = 'signCode' ORDER BY at DESC, id LIMIT 1`,
    [person],
  )
  return mintCode(sql(), rows[0]?.id ?? '')
}

it('a link is its reader’s for its task however often it is opened, and only its hash is kept', async () => {
  const { person, task, token } = await reader()
  for (let look = 0; look < 3; look += 1)
    expect((await comeIn(token)).caller).toMatchObject({ person, task, door: { kind: 'link' } })
  const { rows } = await world.pool.query('SELECT * FROM link')
  expect(JSON.stringify(rows)).not.toContain(token)
  expect(world.lines.join('\n')).not.toContain(token)
  expect(await refusal(world.access.openLink('a'.repeat(43), visit()))).toBe('linkUnknown')
})

it('a link sent to an address that is the person’s no more opens nothing, nor does a visit that it began', async () => {
  const { person, token } = await reader()
  const { session } = await world.access.openLink(token, visit())
  await world.pool.query(`UPDATE person SET email = 'new@zkm.example' WHERE id = $1`, [person])
  expect(await world.access.openLink(token, visit())).toMatchObject({ state: 'void', session: null })
  expect(await world.access.callerOfSession(session ?? '')).toBeNull()
})

it('a code is good for the visit and task it was sent for, and five wrong tries make it worthless', async () => {
  const { person, task, token } = await reader()
  const { caller, session } = await comeIn(token)
  await world.access.sendCode(caller, session, task)
  const right = await digitsSent(person)
  const wrong = right === '000000' ? '111111' : '000000'
  const other = await comeIn(token)
  expect(await refusal(world.access.checkCode(other.session, task, right))).toBe('codeWrong')
  for (let n = 0; n < 5; n += 1)
    expect(await refusal(world.access.checkCode(session, task, wrong))).toBe('codeWrong')
  expect(await refusal(world.access.checkCode(session, task, right))).toBe('codeWrong')
  await world.access.sendCode(caller, session, task)
  await world.access.checkCode(session, task, await digitsSent(person))
  expect(await world.access.codeState(session, task)).toBe('confirmed')
  expect(await world.access.codeState(other.session, task)).toBe('none')
})

it('who asks for a lost link is answered the same whether the address is known, and not without end', async () => {
  const { person } = await reader()
  const known = `${person}@zkm.example`
  expect(await world.access.freshLink(known, visit())).toEqual(
    await world.access.freshLink('nobody@zkm.example', visit()),
  )
  const { rows } = await world.pool.query(`SELECT person_id FROM message WHERE template = 'freshLink'`)
  expect(rows).toEqual([{ person_id: person }])
  for (let n = 0; n < 4; n += 1) await world.access.freshLink(known, visit())
  expect(await refusal(world.access.freshLink(known, visit()))).toBe('tooManyTries')
})
