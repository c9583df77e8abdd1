import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { main } from '../../cli/main.ts'

export interface Ended {
  code: number
  out: string
  err: string
}

/** Runs the command line as a script would: no terminal, nothing from this machine's environment. */
export async function bitim(line: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Ended> {
  let [out, err] = ['', '']
  const sink = (add: (text: string) => void) => ({
    write(text: string) {
      add(text)
      return true
    },
  })
  const code = await main([...line], {
    stdout: sink((text) => {
      out += text
    }),
    stderr: sink((text) => {
      err += text
    }),
    environment,
  })
  return { code, out, err }
}

export const cliWords = (language: string): Record<string, string> =>
  JSON.parse(readFileSync(join(__dirname, '..', '..', 'cli', 'messages', `${language}.json`), 'utf8'))

/** A production environment whose engine is away: what only reads the database works all the same. */
export const environmentOf = (databaseUrl: string): NodeJS.ProcessEnv => ({
  DATABASE_URL: databaseUrl,
  TEMPORAL_ADDRESS: '127.0.0.1:1',
})
