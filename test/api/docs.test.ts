import { Access } from '../../access/access.ts'
import { createServer } from '../../api/server.ts'
import type { Connected } from '../../client/connect.ts'
import { Database } from '../../database/database.ts'
import { createLog } from '../../logging/log.ts'
import { ERRORS } from '../../schema/contracts/errors.ts'

test('the documentation is there for everybody, from files of our own, with no script in a page', async () => {
  const log = createLog({ name: 'test', level: 'error', pretty: false })
  const database = new Database('postgresql://nobody@127.0.0.1:1/none', { most: 1 })
  const access = new Access({ database, log })
  const server = await createServer({
    connected: { database } as Connected,
    access,
    address: 'https://bitim.example.uz',
    documentsDir: '/nowhere',
    log,
    inbox: null,
    production: true,
  })
  const get = (url: string) =>
    server.inject({ url, headers: { host: 'bitim.example.uz', 'accept-language': 'ru' } })
  const description = await get('/api/v1/openapi.json')
  expect(description.json().openapi).toBe('3.1.0')
  const page = await get('/api/docs/')
  expect(page.statusCode).toBe(200)
  expect(page.headers['content-security-policy']).toMatch(/script-src 'self';(?!.*unsafe)/)
  expect(page.body).not.toMatch(/<script(?![^>]* src=)/)
  const files = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path = '']) => path)
  expect(files.length).toBeGreaterThan(4)
  for (const file of files) {
    const answer = await get(new URL(file, 'https://bitim.example.uz/api/docs/').pathname)
    expect([file, answer.statusCode]).toEqual([file, 200])
  }
  expect((await get('/api/docs/json')).json().paths['/tasks']).toBeDefined()
  const errors = await get('/api/docs/errors')
  for (const code of Object.keys(ERRORS)) expect(errors.body).toContain(`id="${code}"`)
  await server.close()
  await database.end()
})
