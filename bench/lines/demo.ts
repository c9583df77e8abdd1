import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Measurement } from '../line.ts'

/** The program is a module with a main function; npm run demo calls it in the same way. */
const RUN = 'require(process.argv[1]).main(process.argv.slice(2)).then((code) => { process.exitCode = code })'
const PATIENCE_MS = 240_000
/** Characters of its error output that are shown when it fails. */
const LAST_WORDS = 2_000

/** The whole demo in a process of its own: sixteen months, three schedule lines, thirty trainees. */
export async function demoTime(): Promise<Measurement> {
  const folder = await mkdtemp(join(tmpdir(), 'bitim-bench-demo-'))
  try {
    const program = join(__dirname, '..', '..', 'demo', 'main.js')
    const child = spawn(process.execPath, ['-e', RUN, program, '--json', '--data', folder], {
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: PATIENCE_MS,
    })
    const exited = new Promise<number | null>((resolve) => child.once('close', resolve))
    const [output, said, code] = await Promise.all([text(child.stdout), text(child.stderr), exited])
    if (code !== 0) throw new Error(`the demo ended with exit code ${code}: ${said.slice(-LAST_WORDS)}`)
    const { wallSeconds } = JSON.parse(output) as { wallSeconds: number }
    return { value: wallSeconds, reference: null, samples: [wallSeconds] }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
