import { type ChildProcess, spawn } from 'node:child_process'
import { type IncomingMessage, request } from 'node:http'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { projectRoot } from '../../embedded/paths.ts'
import { choosePorts } from '../../embedded/ports.ts'
import { startEngine, type TestEngine } from '../support/engine.ts'

let engine: TestEngine
let child: ChildProcess
let [port, health] = [0, 0]

beforeAll(async () => {
  engine = await startEngine({ working: false })
  const ports = await choosePorts(join(engine.filesDir, '..', 'api-ports.json'), {})
  ;[port, health] = [ports.http, ports.health]
  child = spawn(process.execPath, [join(projectRoot(), 'dist', 'api', 'main.js')], {
    env: {
      PATH: process.env.PATH,
      ...engine.environment,
      BITIM_ADDRESS: 'https://bitim.example.uz',
      BITIM_FILES: engine.filesDir,
      BITIM_HOST: '127.0.0.1',
      BITIM_PORT: String(port),
      BITIM_HEALTH_PORT: String(health),
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })
  for await (const line of lines) if (line === 'ready') break
}, 120_000)

afterAll(async () => {
  child.kill('SIGKILL')
  await engine.stop()
})

const at = (path: string) => fetch(`http://127.0.0.1:${health}${path}`)

test('those who watch over it are told on a port of their own', async () => {
  expect((await at('/livez')).status).toBe(200)
  expect((await at('/readyz')).status).toBe(200)
  await fetch(`http://127.0.0.1:${port}/api/v1/tasks`)
  const measures = await (await at('/metrics')).text()
  expect(measures).toMatch(/^bitim_open_tasks \d+$/m)
  expect(measures).toMatch(/^bitim_oldest_unsent_letter_seconds \d/m)
  expect(measures).toMatch(
    /bitim_request_seconds_count\{method="GET",route="\/api\/v1\/tasks",status="401"\} 1/,
  )
  for (const path of ['/metrics', '/readyz', '/livez'])
    expect((await fetch(`http://127.0.0.1:${port}${path}`)).status).toBe(404)
})

test('when it is to stop, whoever waits for an answer still gets it', async () => {
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const headers = { authorization: 'Bearer x', 'content-type': 'application/json', 'content-length': 2 }
  const slow = request({ port, host: '127.0.0.1', path: '/api/v1/decisions', method: 'POST', headers })
  const answered = new Promise<IncomingMessage>((resolve) => slow.once('response', resolve))
  slow.write('{')
  const sent = new Promise<void>((resolve) =>
    slow.once('socket', (socket) => socket.once('connect', resolve)),
  )
  await sent
  await fetch(`http://127.0.0.1:${port}/api/v1/tasks`)
  child.kill('SIGTERM')
  while ((await at('/readyz').catch(() => null))?.status === 200);
  slow.end('}')
  const answer = await answered
  expect(answer.statusCode).toBe(401)
  answer.resume()
  expect(await exited).toBe(0)
})
