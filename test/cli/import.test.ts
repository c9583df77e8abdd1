import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Output } from '../../cli/output.ts'
import { Options } from '../../cli/program.ts'
import { dataOf } from '../../cli/values.ts'
import { openWorld, type World } from '../support/world.ts'
import { bitim, environmentOf } from './support.ts'

const HEADER = 'staffId,fullName,post,rank,departmentCode,email,language,roles'

let world: World
let folder: string
beforeAll(async () => {
  world = await openWorld()
  folder = await mkdtemp(join(tmpdir(), 'bitim-cli-import-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true })
  await world.stop()
})

const staff = async (...rows: string[]): Promise<string> => {
  const path = join(folder, 'staff.csv')
  await writeFile(path, `${[HEADER, ...rows].join('\n')}\n`)
  return path
}
const run = (...line: string[]) => bitim(['import', ...line], environmentOf(world.url))

test('an import without an administrator is refused in a sentence', async () => {
  const path = await staff('S970,Solihov Umid,docent,3,,,ru,')
  for (const as of [[], ['--as', 'C001']]) {
    const { code, err } = await run(path, ...as)
    expect([code, err.includes('(importForbidden)')]).toEqual([1, true])
  }
})

test('a finding is a sentence with file, row, column, value and what to do, in the reader’s language', async () => {
  const path = await staff('S970,Solihov Umid,docent,3,,umid@,ru,')
  const english = await run(path, '--as', 'S004')
  expect(english.code).toBe(1)
  expect(english.out.replace(/\s+/g, ' ')).toContain(
    'staff.csv, row 2, email, “umid@”: not an e-mail address. Write one address',
  )
  const russian = await run(path, '--as', 'S004', '--language', 'ru')
  expect(russian.out.replace(/\s+/g, ' ')).toContain('строка 2, email, “umid@”: не адрес электронной почты.')
})

test('a question is shown, confirmed by the command the preview names, and recorded', async () => {
  const path = await staff('S013,Boshqa Odam Anvar,senior teacher,2,MET,laziz.tojiboyev@ztu.example,uz-Latn,')
  const preview = await run(path, '--as', 'S004', '--dry-run')
  expect([preview.code, preview.err.includes('preview')]).toEqual([0, true])
  const asked = await run(path, '--as', 'S004')
  expect([asked.code, asked.err.includes('(importAsks)')]).toEqual([1, true])
  const key = /--confirm (\S+)/.exec(asked.err)?.[1] ?? ''
  expect((await run(path, '--as', 'S004', '--confirm', key)).code).toBe(0)
  const log = await bitim(['audit', 'imports', '--json', '--as', 'S004'], environmentOf(world.url))
  expect(JSON.parse(log.out)[0]).toMatchObject({ by: 'S004', files: [{ name: 'staff.csv', confirmed: key }] })
  const one = await bitim(['audit', 'imports', JSON.parse(log.out)[0].id], environmentOf(world.url))
  expect([one.code, one.out.includes('Boshqa Odam Anvar')]).toEqual([0, true])
})

test('nothing from outside acts on a terminal: values, file names and JSON are written out', async () => {
  const path = await staff('S971,Solihov \u001B[2J\u202EUmid\u009B,docent,3,,,ru,')
  const acting = /[\u0080-\u009F\u202A-\u202E\u2066-\u2069]/
  for (const line of [
    [path, '--as', 'S004'],
    [path, '--as', 'S004', '--json'],
    [join(folder, 'gone\u001B]0;x\u0007\u202E.csv'), '--as', 'S004'],
    ['--as', 'S004\u001B[31m', path],
  ]) {
    const { out, err } = await run(...line)
    expect((out + err).includes('\u001B')).toBe(false)
    expect(acting.test(out + err)).toBe(false)
  }
})

test('on a terminal only our own styles pass', () => {
  let written = ''
  const sink = { isTTY: true, columns: 80, write: (text: string) => (written += text) }
  const out = new Output({ stdout: sink, stderr: sink, environment: {} }, false)
  out.line(out.style('bold', 'head\u001B[2J'))
  out.say('\u001B]0;title\u0007')
  expect(written).toBe('\u001B[1mhead\\u{1b}[2J\u001B[0m\n\\u{1b}]0;title\\u{7}\n')
})

test('a data file is bounded before it is read, in size and in depth', async () => {
  const huge = join(folder, 'huge.json')
  const file = await open(huge, 'w')
  await file.truncate(300 * 1024 * 1024)
  await file.close()
  const before = process.memoryUsage().rss
  const data = (values: Record<string, string>) => dataOf(new Options(values), undefined)
  await expect(data({ dataFile: huge })).rejects.toMatchObject({ key: 'dataTooLarge' })
  expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024)
  const deep = join(folder, 'deep.json')
  await writeFile(deep, `{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`)
  await expect(data({ dataFile: deep })).rejects.toMatchObject({ key: 'tooDeep' })
  await expect(data({ data: '{"a":"[[[["}' })).resolves.toEqual({ a: '[[[[' })
})
