import { execFile } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { compiledRenderer } from './compiled.ts'

const run = promisify(execFile)
let folder = ''

beforeAll(() => {
  folder = compiledRenderer()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs a script with the compiled renderer in a process of its own and reads the JSON it prints. */
async function inProcess(script: string): Promise<unknown> {
  const documents = JSON.stringify(join(folder, 'dist', 'documents'))
  const source = `
    const { renderPaper, closeRenderer } = require(${documents} + '/render.js')
    const { renderHere } = require(${documents} + '/render-here.js')
    const { examplePaper } = require(${documents} + '/examples.js')
    const paper = examplePaper('cooperationAgreement', 'uz-Latn')
    const main = async () => { ${script} }
    main().then((result) => console.log(JSON.stringify(result)))`
  const { stdout } = await run(process.execPath, ['-e', source], { cwd: folder, timeout: 50_000 })
  return JSON.parse(stdout)
}

describe('the compiled renderer', () => {
  test('renders on its thread the same bytes as on the calling one', async () => {
    const result = await inProcess(`
      const { sha256, pages, pdf } = await renderPaper(paper)
      return { same: sha256 === renderHere(paper).sha256, isBuffer: Buffer.isBuffer(pdf), pages }`)
    expect(result).toEqual({ same: true, isBuffer: true, pages: expect.any(Number) })
  })

  test('leaves the calling thread free while it renders', async () => {
    const result = await inProcess(`
      const { eventLoopUtilization } = require('node:perf_hooks').performance
      await renderPaper(paper)
      const before = eventLoopUtilization()
      for (let i = 0; i < 20; i += 1) await renderPaper({ ...paper, number: String(i) })
      return eventLoopUtilization(before).utilization`)
    expect(result).toBeLessThan(0.5)
  })

  test('answers every paper with its own result when many are asked at once', async () => {
    const result = await inProcess(`
      const numbers = [...Array(12).keys()].map((i) => String(100 + i))
      const asked = numbers.map((number) => ({ ...paper, number }))
      const rendered = await Promise.all(asked.map(renderPaper))
      return rendered.map(({ sha256 }, i) => sha256 === renderHere(asked[i]).sha256)`)
    expect(result).toEqual(Array(12).fill(true))
  })

  test('tells what is wrong with a paper by the name of the error and goes on', async () => {
    const result = await inProcess(`
      const wrong = await renderPaper({ ...paper, date: 'tomorrow' }).catch((error) => error.name)
      const next = await renderPaper(paper)
      return { wrong, next: next.pages > 0 }`)
    expect(result).toEqual({ wrong: 'ZodError', next: true })
  })

  test('rejects what was under way when its thread ends, and starts a new one for the next paper', async () => {
    const result = await inProcess(`
      const lost = renderPaper(paper).then(() => 'rendered', (error) => error.name)
      await closeRenderer()
      const next = await renderPaper(paper)
      return { lost: await lost, next: next.pages > 0 }`)
    expect(result).toEqual({ lost: 'RendererStopped', next: true })
  })

  test('starts a new thread after one that crashed', async () => {
    const result = await inProcess(`
      const { Worker } = require('node:worker_threads')
      const started = []
      const post = Worker.prototype.postMessage
      Worker.prototype.postMessage = function (message) { started.push(this); return post.call(this, message) }
      await renderPaper(paper)
      const lost = renderPaper(paper).then(() => 'rendered', (error) => error.name)
      await started[0].terminate()
      const next = await renderPaper(paper)
      return { lost: await lost, next: next.pages > 0, threads: new Set(started).size }`)
    expect(result).toEqual({ lost: 'RendererStopped', next: true, threads: 2 })
  })

  test('lets the process end by itself when nothing is left to render', async () => {
    expect(await inProcess(`return (await renderPaper(paper)).pages > 0`)).toBe(true)
  })
})
