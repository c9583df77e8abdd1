import { parseArgs } from 'node:util'
import { LANGUAGES, type Language } from '../messages/index.ts'

export interface DemoOptions {
  json: boolean
  keep: boolean
  /** 1 … 500. */
  trainees: number
  seed: number
  language: Language
  dataDir: string
}

export const USAGE = `npm run demo -- [options]

  --trainees N   how many trainees practise, 1 … 500 (30: lines L01–L03 of the sample schedule)
  --seed N       the same seed tells the same story (1)
  --language L   the story's language: en, ru, uz-Latn, uz-Cyrl (en)
  --json         one JSON object on stdout and nothing else
  --keep         leave the stack running with the result until Ctrl-C
  --data FOLDER  where everything is kept; emptied first (.bitim-demo)
`

/** @throws Error with a sentence for the person who typed it. */
export function readOptions(argv: string[]): DemoOptions | 'help' {
  const { values } = parseArgs({
    args: argv,
    options: {
      json: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
      trainees: { type: 'string', default: '30' },
      seed: { type: 'string', default: '1' },
      language: { type: 'string', default: 'en' },
      data: { type: 'string', default: '.bitim-demo' },
    },
  })
  if (values.help) return 'help'
  const trainees = whole(values.trainees, 'trainees', 1, 500)
  const seed = whole(values.seed, 'seed', 0, 2_147_483_647)
  const language = LANGUAGES.find((known) => known === values.language)
  if (language === undefined) throw new Error(`--language is one of ${LANGUAGES.join(', ')}`)
  return { json: values.json, keep: values.keep, trainees, seed, language, dataDir: values.data }
}

function whole(text: string, name: string, least: number, most: number): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new Error(`--${name} is a whole number from ${least} to ${most}`)
  }
  return value
}
