import { startEngine, type TestEngine } from '../support/engine.ts'
let engine: TestEngine
beforeAll(async () => { const t = Date.now(); engine = await startEngine(); process.stderr.write(`start ${Date.now()-t}\n`) })
afterAll(async () => { await engine.stop() })
test('x', async () => {
  const t = Date.now()
  const { process: id } = await engine.facade.startPartnership('S004', { partner: 'ZKM' })
  process.stderr.write(`${id} ${Date.now()-t}\n`)
})
