import { readFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { zipSync } from 'fflate'
import { projectRoot } from '../../embedded/paths.ts'
import { startEngine, type TestEngine } from '../support/engine.ts'
import { eventually } from '../support/wait.ts'
import { callerIn, serverFor } from './door.ts'

const PDF = Buffer.from('%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n')
const bytesOf = (...parts: [string, string][]) =>
  Buffer.from(zipSync(Object.fromEntries(parts.map(([name, text]) => [name, Buffer.from(text)]))))
const DOCX = bytesOf(['[Content_Types].xml', '<Types/>'], ['word/document.xml', '<w/>'])
const MACROS = bytesOf(['[Content_Types].xml', ''], ['word/document.xml', ''], ['word/vbaProject.bin', ''])

let engine: TestEngine
let server: FastifyInstance
let base: string

beforeAll(async () => {
  engine = await startEngine({ working: false })
  const pool = engine.facade.pool
  const callers = { S004: await callerIn(pool, 'S004'), S006: await callerIn(pool, 'S006') }
  server = await serverFor(engine.connected, callers, { documentsDir: engine.filesDir })
  await server.listen({ port: 0, host: '127.0.0.1' })
  base = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}/api/v1`
}, 120_000)

afterAll(async () => {
  await server.close()
  await engine.stop()
})

async function send(
  path: string,
  files: [string, Buffer][],
  fields: Record<string, string> = {},
  headers: Record<string, string> = {},
) {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.append(name, value)
  for (const [name, bytes] of files) body.append('file', new Blob([new Uint8Array(bytes)]), name)
  const answer = await fetch(base + path, {
    method: 'POST',
    headers: { authorization: 'Bearer S004', ...headers },
    body,
  })
  // biome-ignore lint/suspicious/noExplicitAny: what each test looks at differs
  const told: any = await answer.json()
  return { status: answer.status, headers: answer.headers, body: told }
}

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(base + path, { headers: { authorization: 'Bearer S004', ...headers } })

// biome-ignore lint/suspicious/noExplicitAny: what each test looks at differs
const json = async (path: string): Promise<any> => (await get(path)).json()

describe('a file that is sent', () => {
  test('is kept by its hash as what it is, whatever it is called, and only ever saved', async () => {
    const { status, body } = await send('/uploads', [['../../order <b>.html', PDF]])
    expect([status, body.media, body.bytes]).toEqual([201, 'application/pdf', PDF.length])
    expect(body.name).toBe('order b.pdf')
    const file = await get(`/uploads/${body.sha256}/file`)
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="order-b.pdf"')
    expect(file.headers.get('content-type')).toBe('application/pdf')
    expect(file.headers.get('x-content-type-options')).toBe('nosniff')
    expect(Buffer.from(await file.arrayBuffer()).equals(PDF)).toBe(true)
  })

  test('comes in parts where parts are asked for', async () => {
    const { body } = await send('/uploads', [['scan.pdf', PDF]])
    const part = await get(`/uploads/${body.id}/file`, { range: 'bytes=0-3' })
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([
      206,
      `bytes 0-3/${PDF.length}`,
      '%PDF',
    ])
    const end = await get(`/uploads/${body.id}/file`, { range: 'bytes=-6' })
    expect([end.status, await end.text()]).toEqual([206, '%%EOF\n'])
    expect((await get(`/uploads/${body.id}/file`, { range: 'bytes=9999-' })).status).toBe(416)
    const whole = await get(`/uploads/${body.id}/file`, { range: 'bytes=0-1,3-4' })
    expect(whole.status).toBe(200)
    const tag = whole.headers.get('etag') ?? ''
    expect((await get(`/uploads/${body.id}/file`, { 'if-none-match': tag })).status).toBe(304)
  })

  test.each([
    ['a page', Buffer.from('<!doctype html><script>alert(1)</script>')],
    [
      'a picture that is a program',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
    ],
    ['a document with macros', MACROS],
    ['an archive', bytesOf(['a.txt', 'x'])],
    ['nothing', Buffer.alloc(0)],
  ])('is refused where it is %s', async (_, bytes) => {
    const { status, body } = await send('/uploads', [['scan.pdf', bytes]])
    expect([status, body.code]).toEqual([422, 'fileKindRefused'])
  })

  test('may be a document, and not larger than a scan is', async () => {
    expect((await send('/uploads', [['hisobot', DOCX]])).body.name).toBe('hisobot.docx')
    const { status, body } = await send('/uploads', [['big.pdf', Buffer.alloc(21 * 2 ** 20, 'x')]])
    expect([status, body.code]).toEqual([413, 'bodyTooLarge'])
  })

  test('twice under one key is kept once; another file under it is refused', async () => {
    const headers = { 'idempotency-key': 'scan-1' }
    const first = await send('/uploads', [['a.pdf', PDF]], {}, headers)
    expect((await send('/uploads', [['a.pdf', PDF]], {}, headers)).body).toEqual(first.body)
    const other = await send('/uploads', [['a.pdf', Buffer.concat([PDF, PDF])]], {}, headers)
    expect(other.body.code).toBe('keyReused')
  })
})

test('files of the institution are brought in while whoever sent them does something else', async () => {
  const students = await readFile(join(projectRoot(), 'samples', 'students.csv'))
  const { status, body, headers } = await send('/imports', [['students.csv', students]])
  expect(status).toBe(202)
  expect(headers.get('location')).toBe(`/api/v1/operations/${body.operation}`)
  const operation = () => json(`/operations/${body.operation}`)
  await eventually(async () => (await operation()).state !== 'running')
  expect(await operation()).toMatchObject({ state: 'done', kind: 'import', by: 'S004', result: { ok: true } })
  const [latest] = (await json('/imports')).items
  expect(latest.files).toEqual([expect.objectContaining({ name: 'students.csv', outcome: 'imported' })])
  expect((await get(`/imports/${latest.id}`)).status).toBe(200)
})

test('an import that its sender may not do says so in its operation', async () => {
  const students = await readFile(join(projectRoot(), 'samples', 'students.csv'))
  const { status, body } = await send(
    '/imports',
    [['students.csv', students]],
    {},
    { authorization: 'Bearer S006' },
  )
  if (status === 403) return
  const operation = () => json(`/operations/${body.operation}`)
  await eventually(async () => (await operation()).state !== 'running')
  expect(await operation()).toMatchObject({ state: 'failed', error: 'importForbidden' })
})
