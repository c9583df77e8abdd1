import { readFile } from 'node:fs/promises'
import { builtinModules } from 'node:module'
import { workflowBundle } from '../support/engine.ts'

/** KiB of code a worker loads for every workflow context. */
const LARGEST = 600

let code: string

beforeAll(async () => {
  const bundle = await readFile(await workflowBundle(), 'utf8')
  // The source map is for stack traces; no engine runs it.
  code = bundle.slice(0, bundle.lastIndexOf('//# sourceMappingURL'))
}, 120_000)

const modules = (): string[] => [...code.matchAll(/^\/\*\*\*\/ "([^"]+)"/gm)].map(([, name]) => name ?? '')

test('the workflow bundle holds the processes and the engine, and nothing that belongs outside', () => {
  const found = modules()
  const folders = found.map(
    (name) => /^\.\/(?:dist\/)?(node_modules\/(?:@[^/]+\/)?[^/]+|[^/]+)/.exec(name)?.[1],
  )
  const known = [
    'node_modules/@temporalio/common',
    'node_modules/@temporalio/workflow',
    'node_modules/long',
    'node_modules/ms',
    'node_modules/nexus-rpc',
    'workflows',
  ]
  expect(new Set(folders.filter((folder) => folder !== undefined))).toEqual(new Set(known))
  for (const name of builtinModules) expect(found).not.toContain(name)
})

test('no process uses Intl, the machine it runs on or a clock of its own zone', async () => {
  const own = code.split(/^\/\*\*\*\/ (?=")/m).filter((part) => /^"\.\/(?:dist\/)?workflows\//.test(part))
  expect(own.length).toBeGreaterThan(15)
  for (const part of own) {
    expect(part).not.toMatch(
      /\bIntl\b|\btoLocale\w+|\bprocess\.(env|cwd)|\bgetTimezoneOffset|\bgetHours\b|\brequire\("node:/,
    )
  }
})

test('the workflow bundle stays small', () => {
  expect(Buffer.byteLength(code) / 1024).toBeLessThanOrEqual(LARGEST)
})
