import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { openApi } from '../../api/description.ts'
import { exampleOf, type JsonSchema } from '../../api/example.ts'
import { ROUTES } from '../../api/resources/index.ts'
import { projectRoot } from '../../embedded/paths.ts'

interface Operation {
  operationId: string
  summary: string
  parameters: { name: string; in: string; example?: unknown }[]
  requestBody?: { content: Record<string, { schema: JsonSchema; example?: unknown }> }
  responses: Record<
    string,
    { description: string; content?: Record<string, { schema?: JsonSchema; example?: unknown }> }
  >
}

type Referred = { $ref: string } | Operation['responses'][string]

interface Document {
  openapi: string
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, JsonSchema>; responses: Operation['responses'] }
}

const running = JSON.parse(JSON.stringify(openApi())) as Document
const referred = (reference: string) => {
  const found = running.components.responses[reference.split('/').at(-1) ?? '']
  if (found === undefined) throw new Error(`there is no ${reference}`)
  return found
}

const operations = Object.entries(running.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => {
    const responses = Object.entries(operation.responses as Record<string, Referred>)
    const whole = responses.map(([status, response]) => [
      status,
      '$ref' in response ? referred(response.$ref) : response,
    ])
    return { ...operation, path, method, responses: Object.fromEntries(whole) as Operation['responses'] }
  }),
)

test('what is committed is what runs', () => {
  const committed: unknown = JSON.parse(readFileSync(join(projectRoot(), 'api', 'openapi.json'), 'utf8'))
  // Written anew by: npm run openapi
  expect(committed).toEqual(running)
})

test('every operation has a name of its own, a sentence, a parameter for each gap and its refusals', () => {
  expect(running.openapi).toBe('3.1.0')
  const ids = operations.map(({ operationId }) => operationId)
  expect(new Set(ids).size).toBe(ids.length)
  for (const { path, operationId, summary, parameters, responses } of operations) {
    expect(operationId).toMatch(/^[a-z][A-Za-z]+$/)
    expect(summary).toMatch(/\S.*\.$/)
    const gaps = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    expect(parameters.filter((one) => one.in === 'path').map(({ name }) => name)).toEqual(gaps)
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(['401', '403', '500']))
    expect(Object.keys(responses).some((status) => status.startsWith('2'))).toBe(true)
    for (const { description } of Object.values(responses)) expect(description).not.toBe('')
  }
})

test('whatever is JSON has an example', () => {
  for (const { operationId, requestBody, responses } of operations) {
    const contents = [requestBody?.content, ...Object.values(responses).map(({ content }) => content)]
    for (const [type, content] of contents.flatMap((one) => Object.entries(one ?? {}))) {
      if (type.includes('json'))
        expect([operationId, type, content.example === undefined]).toEqual([operationId, type, false])
    }
  }
})

test('no schema stands there that nobody refers to, and none is missing', () => {
  const text = JSON.stringify(running)
  const named = Object.keys(running.components.schemas)
  const used = [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name)
  expect(named.filter((name) => !used.includes(name))).toEqual([])
  expect(used.filter((name) => !named.includes(name ?? ''))).toEqual([])
})

test('every example of a body is one that the contract takes', () => {
  for (const { body, documented, operation } of ROUTES) {
    const contract = documented ?? body
    if (contract === undefined) continue
    const schema = z.toJSONSchema(contract, { io: 'input', unrepresentable: 'any' }) as JsonSchema & {
      $defs?: Record<string, JsonSchema>
    }
    const example = exampleOf(schema, schema.$defs ?? {})
    expect([operation, contract.safeParse(example).error?.issues ?? []]).toEqual([operation, []])
  }
})
