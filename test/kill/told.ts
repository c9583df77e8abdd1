import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Pool } from 'pg'
import type { Summary } from '../../demo/summary.ts'
import { type StackPaths, stackPaths } from '../../embedded/paths.ts'
import { choosePorts } from '../../embedded/ports.ts'
import { preparePostgres } from '../../embedded/postgres.ts'
import { createLog } from '../../logging/log.ts'
import { faultsOf, tracesOf } from '../support/faults.ts'
import { type Ledger, ledgerOf } from '../support/ledger.ts'

export type Part = 'worker' | 'postgres' | 'temporal'

export interface Kill {
  part: Part
  /** Milliseconds after the first process of the story began, or after the kill before. */
  after: number
}

/** What a story left behind. */
export interface Told {
  summary: Summary
  /** Every event, task, paper and letter, in words that do not tell how long it took. */
  ledger: Ledger
  /** Breaks in the audit trail, gaps in registers, files that are not as issued, letters missing or come twice. */
  faults: string[]
  /** What was done and could not be recorded any more when a part was killed. */
  traces: string[]
  kills: number
}

const ROOT = join(__dirname, '..', '..')
const TRAINEES = '2'
const LIMIT = 240_000

/** Tells the demo's story in a process of its own and kills parts of its stack meanwhile. */
export async function tell(kills: Kill[]): Promise<Told> {
  const dataDir = await mkdtemp(join(tmpdir(), 'bitim-kill-'))
  const child = spawn(
    process.execPath,
    ['scripts/demo.mjs', '--json', '--trainees', TRAINEES, '--data', dataDir],
    { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const ended = outputOf(child)
  const done = new AbortController()
  const killing = killParts(dataDir, kills, done.signal)
  try {
    const { code, stdout, stderr } = await ended
    done.abort()
    if (code !== 0) throw new Error(`the story ended with ${code}: ${stderr.slice(-2_000)}`)
    const left = await inspect(stackPaths(dataDir))
    return { summary: JSON.parse(stdout), ...left, kills: await killing }
  } finally {
    done.abort()
    child.kill('SIGKILL')
    await rm(dataDir, { recursive: true, force: true })
  }
}

/** Opens the database the story left behind and reads everything in it. */
async function inspect(paths: StackPaths): Promise<Pick<Told, 'ledger' | 'faults' | 'traces'>> {
  const { postgres: port } = await choosePorts(paths.portsFile, {})
  const log = createLog({ name: 'inspection', dir: paths.logsDir, pretty: false })
  const server = await preparePostgres(paths, port, log)
  const child = await server.launch()
  const pool = new Pool({ connectionString: server.databaseUrl, max: 2 })
  pool.on('error', () => undefined) // the server may be quicker to stop than the connections to close
  try {
    return {
      ledger: await ledgerOf(pool),
      faults: await faultsOf(pool, paths),
      traces: await tracesOf(pool, paths),
    }
  } finally {
    await pool.end()
    await child.stop()
  }
}

async function outputOf(
  child: ChildProcess,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  let stdout = ''
  let stderr = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk.toString()
  })
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
  })
  const limit = setTimeout(() => child.kill('SIGTERM'), LIMIT)
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  clearTimeout(limit)
  return { code, stdout, stderr }
}

/** Waits for the story's first paper, so that every part is at work, then kills one part after the other. */
async function killParts(dataDir: string, kills: Kill[], done: AbortSignal): Promise<number> {
  let killed = 0
  while (!done.aborted && (await readdir(join(dataDir, 'documents')).catch(() => [])).length === 0)
    await pause(50)
  for (const { part, after } of kills) {
    await pause(after, undefined, { signal: done }).catch(() => undefined)
    if (done.aborted) break
    const file = await readFile(join(dataDir, 'run', `${part}.pid`), 'utf8').catch(() => null)
    if (file === null) continue
    const { pid }: { pid: number } = JSON.parse(file)
    process.kill(pid, 'SIGKILL')
    killed += 1
  }
  return killed
}
