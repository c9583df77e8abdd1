import { type Answer, once } from '../../client/once.ts'
import { Refused } from '../../schema/refused.ts'
import { refusalOf } from '../support/act.ts'
import { openWorld, type World } from '../support/world.ts'

let world: World
let person: string

beforeAll(async () => {
  world = await openWorld()
  const { rows } = await world.pool.query<{ id: string }>(`SELECT id FROM person WHERE code = 'S004'`)
  person = rows[0]?.id ?? ''
}, 60_000)

afterAll(() => world.stop())

const answer = (body: string): Answer => ({ status: 201, media: 'application/json', body })

const ask = (key: string, perform: () => Promise<Answer | null>, request = 'a request') =>
  once(world.scope.pool, { person, key, request }, perform)

test('a request whose server died on the way is answered anew, once its time is over', async () => {
  await new Promise<void>((begun) => {
    void ask('died', () => {
      begun()
      return new Promise<Answer>(() => undefined)
    })
  })
  const early = await refusalOf(ask('died', async () => answer('too early')))
  expect(early.code).toBe('keyRunning')
  await world.pool.query(
    `UPDATE request_answer SET started_at = now() - interval '31 seconds' WHERE key = 'died'`,
  )
  const other = await refusalOf(ask('died', async () => answer('x'), 'another request'))
  expect(other.code).toBe('keyReused')
  expect(await ask('died', async () => answer('second'))).toEqual(answer('second'))
  expect(await ask('died', async () => answer('third'))).toEqual(answer('second'))
})

test('what may pass is not kept: the same request may be sent again at once', async () => {
  const busy = async (): Promise<Answer> => {
    throw new Refused('workerSilent')
  }
  expect((await refusalOf(ask('busy', busy))).code).toBe('workerSilent')
  expect(await ask('busy', async () => answer('done'))).toEqual(answer('done'))
})

test('keys of two persons have nothing to do with each other', async () => {
  const { rows } = await world.pool.query<{ id: string }>(`SELECT id FROM person WHERE code = 'S006'`)
  await ask('shared', async () => answer('mine'))
  const theirs = { person: rows[0]?.id ?? '', key: 'shared', request: 'a request' }
  expect(await once(world.scope.pool, theirs, async () => answer('theirs'))).toEqual(answer('theirs'))
})
