import { parseArgs } from 'node:util'
import { isLineName, LINE_NAMES, type LineName } from './budgets.ts'

export interface BenchOptions {
  json: boolean
  /** The lines to measure, in the order of the catalogue. */
  only: readonly LineName[]
}

export const USAGE = `npm run bench -- [options]

  --only A,B   measure these lines only
  --json       one JSON object on stdout and nothing else

Lines: ${LINE_NAMES.join(', ')}
`

/** @throws Error with a sentence for the person who typed it. */
export function readOptions(argv: string[]): BenchOptions | 'help' {
  const { values } = parseArgs({
    args: argv,
    options: {
      json: { type: 'boolean', default: false },
      only: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return 'help'
  return { json: values.json, only: values.only === undefined ? LINE_NAMES : namesIn(values.only) }
}

function namesIn(text: string): LineName[] {
  const names = text.split(',').map((name) => name.trim())
  const unknown = names.find((name) => !isLineName(name))
  if (unknown !== undefined) throw new Error(`--only knows ${LINE_NAMES.join(', ')}; not ${unknown}`)
  return LINE_NAMES.filter((name) => names.includes(name))
}
