import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { taskOf } from '../support/act.ts'
import { startEngine, type TestEngine } from '../support/engine.ts'
import { addTwin } from '../support/twin.ts'
import { callerIn, serverFor } from './door.ts'

const SAID = {
  whatIsCooperation: 'Birga oʻqitish',
  problemsToSolve: 'Joy yoʻq',
  mainPartner: 'ZKM',
  whatWeGive: 'Kadrlar',
}

let engine: TestEngine
let server: FastifyInstance
let process: string

async function call(
  method: 'GET' | 'POST',
  url: string,
  payload?: object,
  headers: Record<string, string> = {},
) {
  const {
    statusCode: status,
    headers: answered,
    body,
  } = await server.inject({
    method,
    url: `/api/v1${url}`,
    headers: { host: '127.0.0.1', authorization: 'Bearer S004', ...headers },
    ...(payload === undefined ? {} : { payload }),
  })
  return { status, headers: answered, body: body === '' ? null : JSON.parse(body) }
}

beforeAll(async () => {
  engine = await startEngine()
  const { database } = engine.connected
  const own = engine.facade.pool
  const twin = await addTwin(database)
  const callers = {
    S004: await callerIn(own, 'S004'),
    S006: await callerIn(own, 'S006'),
    twin: await callerIn(twin, 'S004'),
  }
  server = await serverFor(engine.connected, callers, { documentsDir: engine.filesDir })
  await server.listen({ port: 0, host: '127.0.0.1' })
  const started = await call('POST', '/partnerships', { partner: 'ZKM' }, { 'idempotency-key': 'begin' })
  process = started.body.process
}, 120_000)

afterAll(async () => {
  await server.close()
  await engine.stop()
})

describe('a decision over HTTP', () => {
  test('is recorded once, and a repetition with its key is answered as it was', async () => {
    const { id } = await taskOf(engine.pool, 'answerQuestions')
    const send = (data: object, key = 'answer-1') =>
      call('POST', `/tasks/${id}/decisions`, { decision: 'record', data }, { 'idempotency-key': key })
    const first = await send(SAID)
    const { body: events } = await call(
      'GET',
      `/events?process=${encodeURIComponent(process)}&type=itemPrepared`,
    )
    expect(events.items).toEqual([
      expect.objectContaining({ actor: 'S004', door: 'key/test', type: 'itemPrepared' }),
    ])
    expect(first).toMatchObject({ status: 201, body: { process } })
    const again = await send(SAID)
    expect([again.status, again.body, again.headers['idempotency-replayed']]).toEqual([
      201,
      first.body,
      'true',
    ])
    expect(await send({ ...SAID, mainPartner: 'other' })).toMatchObject({
      status: 422,
      body: { code: 'keyReused' },
    })
    const closed = await send(SAID, 'answer-2')
    expect(closed).toMatchObject({ status: 409, body: { code: 'taskClosed' } })
    expect((await send(SAID, 'answer-2')).body).toEqual(closed.body)
  })

  test('that was wrong is taken back by who took it, and its step is asked for again', async () => {
    const { id } = await taskOf(engine.pool, 'clarifyGoals')
    const data = { goal: 'Places in 9999.', tasks: ['Places'] }
    const decided = { decision: 'record', data }
    await call('POST', `/tasks/${id}/decisions`, decided, { 'idempotency-key': 'goals-1' })
    const take = (as: string, key: string) => {
      const headers = { 'idempotency-key': key, authorization: `Bearer ${as}` }
      return call('POST', `/tasks/${id}/corrections`, { reason: 'Wrong year.' }, headers)
    }
    expect(await take('S006', 'back-1')).toMatchObject({ status: 403, body: { code: 'notYourEntry' } })
    expect(await take('S004', 'back-2')).toMatchObject({ status: 201, body: { process } })
    expect((await taskOf(engine.pool, 'clarifyGoals')).id).not.toBe(id)
    expect(await take('S004', 'back-3')).toMatchObject({ status: 409, body: { code: 'askedAgainAlready' } })
  })

  test('names each wrong field where it stands in the body', async () => {
    const { id } = await taskOf(engine.pool, 'clarifyGoals')
    const wrong = { decision: 'record', data: { goal: '', tasks: ['x'.repeat(301)], more: 1 } }
    const { status, body } = await call('POST', `/tasks/${id}/decisions`, wrong)
    expect([status, body.errors.map(({ pointer }: { pointer: string }) => pointer)]).toEqual([
      422,
      ['/data/goal', '/data/tasks/0', '/data/more'],
    ])
  })

  test('of many is answered for each of them', async () => {
    const goals = await taskOf(engine.pool, 'clarifyGoals')
    const items = [
      { task: goals.id, decision: 'record', data: { goal: 'Amaliyot', tasks: ['Shartnoma'] } },
      { task: goals.id, decision: 'dance', data: {} },
      { task: 'nobodyknows', decision: 'record', data: {} },
    ]
    const { status, body } = await call('POST', '/decisions', { items }, { 'idempotency-key': 'many' })
    expect(status).toBe(200)
    expect(body.items[0].recorded.process).toBe(process)
    expect(body.items.slice(1).map(({ problem }: { problem: { code: string } }) => problem.code)).toEqual([
      'decisionUnknown',
      'unknownTask',
    ])
  })

  test('of two that come at once with one key one is told to wait, and nothing happens twice', async () => {
    const { id } = await taskOf(engine.pool, 'collectPartnerInfo')
    const data = { mainDirections: 'Konchilik', tradeUnion: 'yes' }
    const send = () =>
      call('POST', `/tasks/${id}/decisions`, { decision: 'record', data }, { 'idempotency-key': 'twin' })
    const [a, b] = await Promise.all([send(), send()])
    const codes = [a.status, b.status].sort()
    expect(codes).toEqual([201, codes[1] === 409 ? 409 : 201].sort())
    if (codes[1] === 409) {
      const refused = [a, b].find(({ status }) => status === 409)
      expect(refused?.body.code).toBe('keyRunning')
      expect(refused?.headers['retry-after']).toBeDefined()
    }
  })
})

test('the lists tell of what there is, page by page, each item once', async () => {
  const seen: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { body } = await call(
      'GET',
      `/people?limit=100&sort=name${cursor === '' ? '' : `&cursor=${cursor}`}`,
    )
    seen.push(...body.items.map(({ id }: { id: string }) => id))
    cursor = body.next
  }
  const { rows } = await engine.facade.pool.query('SELECT FROM person WHERE institution_id = $1', [
    engine.facade.pool.institution,
  ])
  expect([seen.length, new Set(seen).size]).toEqual([rows.length, rows.length])
  const { body } = await call('GET', '/tasks?state=open&kind=agreeMeeting&kind=preparePackage&sort=-due')
  expect(body.items.map(({ kind }: { kind: string }) => kind).sort()).toEqual([
    'agreeMeeting',
    'preparePackage',
  ])
  expect((await call('GET', '/partners?q=zkm')).body.items).toHaveLength(1)
  const one = await call('GET', '/partners/ZKM')
  expect(one.body).toMatchObject({ code: 'ZKM' })
  const [item] = (await call('GET', '/partnerships?open=true')).body.items
  expect(item).toMatchObject({ process, partner: 'ZKM', open: true })
  expect((await call('GET', `/partnerships/${item.id}`)).body).toEqual(item)
  for (const list of [
    'agreements',
    'cycles',
    'placements',
    'sessions',
    'documents',
    'letters',
    'sites',
    'programmes',
  ])
    expect([list, (await call('GET', `/${list}`)).status]).toEqual([list, 200])
})

test('why a process waits is told in words and in data', async () => {
  const { status, body } = await call('GET', `/explanation?process=${encodeURIComponent(process)}`)
  expect(status).toBe(200)
  expect(body.waits.length).toBeGreaterThan(0)
  expect(body.sentences[0]).toMatch(/\S/)
})

test('what is recorded comes to whoever listens, and to nobody of another institution', async () => {
  const { port } = server.server.address() as AddressInfo
  const own = await listen(port, 'S004')
  const foreign = await listen(port, 'twin')
  const { id } = await taskOf(engine.pool, 'agreeMeeting')
  const data = { on: '2026-12-01', time: '10:00', place: 'Zarafshon', ownTerritory: false }
  const { body } = await call('POST', `/tasks/${id}/decisions`, { decision: 'record', data })
  const told = await own.until((text) => text.includes(`"seq":${body.seq}`))
  expect(told).toContain('event: recorded')
  expect(foreign.text()).not.toContain('recorded')
  const [, last] = [...told.matchAll(/^id: (\d+)$/gm)].at(-1) ?? []
  own.leave()
  foreign.leave()
  const later = await listen(port, 'S004', String(Number(last) - 1))
  expect(await later.until((text) => text.includes(process))).toContain(`"seq":${body.seq}`)
  later.leave()
})

interface Listener {
  text(): string
  until(found: (text: string) => boolean): Promise<string>
  leave(): void
}

async function listen(port: number, as: string, last?: string): Promise<Listener> {
  const abort = new AbortController()
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/live`, {
    headers: { authorization: `Bearer ${as}`, ...(last === undefined ? {} : { 'last-event-id': last }) },
    signal: abort.signal,
  })
  expect(answer.headers.get('content-type')).toContain('text/event-stream')
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  const more = async (): Promise<void> => {
    text += (await reader?.read())?.value ?? ''
  }
  await more()
  return {
    text: () => text,
    until: async (found) => {
      while (!found(text)) await more()
      return text
    },
    leave: () => abort.abort(),
  }
}
