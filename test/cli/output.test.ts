import { spawnSync } from 'node:child_process'
import { openSync } from 'node:fs'
import { join } from 'node:path'
import { EXIT } from '../../cli/faults.ts'
import { Output } from '../../cli/output.ts'
import { tableLines } from '../../cli/table.ts'
import { displayWidth, oneLine, wrap } from '../../cli/width.ts'
import { projectRoot } from '../../embedded/paths.ts'
import { workflowBundle } from '../support/engine.ts'

const columns = [{ title: 'Task', whole: true }, { title: 'What' }, { title: 'Count', right: true }]

describe('a table fits its width', () => {
  const long = 'Oʻquv yilining amaliyot jadvalini kelishish '.repeat(6)

  it('cuts what is long and keeps what is to be copied', () => {
    const lines = tableLines(columns, [['t123456789', long, '12']], 60)
    expect(lines.every((line) => displayWidth(line) <= 60)).toBe(true)
    expect(lines[1]).toContain('t123456789')
    expect(lines[1]).toMatch(/… +12$/)
  })

  it('continues a column that wraps on the next line', () => {
    const wrapping = [{ title: 'Task' }, { title: 'What', wraps: true }]
    const lines = tableLines(wrapping, [['t1', long]], 60)
    expect(lines.length).toBeGreaterThan(3)
    expect(lines.join(' ').match(/jadvalini/g)).toHaveLength(6)
    expect(lines.every((line) => displayWidth(line) <= 60)).toBe(true)
  })

  it('puts columns under each other whatever the script', () => {
    const [head = '', latin = '', russian = '', wide = ''] = tableLines(
      [{ title: 'A' }, { title: 'B' }],
      [
        ['oʻqituvchi', 'x'],
        ['преподаватель', 'x'],
        ['教師e\u0301', 'x'],
      ],
      100,
    )
    const places = [latin, russian, wide].map((line) => displayWidth(line.slice(0, line.lastIndexOf('x'))))
    expect(new Set(places).size).toBe(1)
    expect(displayWidth(head.slice(0, head.indexOf('B')))).toBe(places[0])
  })

  it('writes control characters out: no value moves the cursor', () => {
    expect(oneLine('a\u001B[2Jb\nc')).toBe('a\\u{1b}[2Jb c')
  })
})

it('a long sentence is broken between words', () => {
  const lines = wrap('one two three four five', 9)
  expect(lines).toEqual(['one two', 'three', 'four five'])
})

describe('colours', () => {
  const outputOn = (isTTY: boolean, environment: NodeJS.ProcessEnv): string => {
    const sink = { write: () => true, isTTY }
    return new Output({ stdout: sink, stderr: sink, environment }, false).style('bold', 'x')
  }

  it('are for terminals only', () => {
    expect(outputOn(true, {})).toBe('\u001B[1mx\u001B[0m')
    expect(outputOn(false, {})).toBe('x')
  })

  it('are never used with NO_COLOR', () => {
    expect(outputOn(true, { NO_COLOR: '1' })).toBe('x')
  })
})

it('an answer for which the disk has no room is refused in words', async () => {
  await workflowBundle()
  const program = join(projectRoot(), 'dist', 'cli', 'main.js')
  const full = openSync('/dev/full', 'w')
  const { status, stderr } = spawnSync(process.execPath, [program, '--help'], {
    stdio: ['ignore', full, 'pipe'],
    encoding: 'utf8',
  })
  expect(stderr).toMatch(/^There is hardly any room .*\(diskFull\)\n$/)
  expect(status).toBe(EXIT.refused)
}, 120_000)
