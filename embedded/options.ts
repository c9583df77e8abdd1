import { parseArgs } from 'node:util'

export interface StartOptions {
  dataDir: string
  /** A folder or file to import once the stack is up. */
  load: string | null
}

export const USAGE = `npm start -- [options]

  --data FOLDER     where everything is kept (.bitim)
  --load FOLDER     import this institution, for example samples; without it the database stays as it is
`

/** @throws Error with a sentence for the person who typed it. */
export function readOptions(argv: string[]): StartOptions | 'help' {
  const { values } = parseArgs({
    args: argv,
    options: {
      data: { type: 'string', default: '.bitim' },
      load: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  return values.help ? 'help' : { dataDir: values.data, load: values.load ?? null }
}
