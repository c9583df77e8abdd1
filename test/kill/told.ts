import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Summary } from '../../demo/summary.ts'
import { listInbox } from '../../embedded/inbox-reader.ts'

export type Part = 'worker' | 'postgres' | 'temporal'

export interface Kill {
  part: Part
  /** Milliseconds after the first process of the story began, or after the kill before. */
  after: number
}

/** What a story left behind, without what only tells how long it took. */
export interface Told {
  summary: Summary
  /** Papers of each kind with their numbers, sorted. */
  papers: string[]
  /** Message-ID of every letter in the inbox. */
  letters: string[]
  kills: number
}

const ROOT = join(__dirname, '..', '..')
const TRAINEES = '2'
const LIMIT = 240_000

/** Tells the demo's story in a process of its own and kills parts of its stack meanwhile. */
export async function tell(kills: Kill[]): Promise<Told> {
  // The stack's folder itself: PostgreSQL of another user passes through it.
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
    const summary: Summary = JSON.parse(stdout)
    const letters = await listInbox(join(dataDir, 'inbox'), { limit: 100_000 })
    return {
      summary,
      papers: summary.documents.map(({ kind, number, pages }) => `${kind} ${number} ${pages}`).sort(),
      letters: letters.map(({ messageId }) => messageId),
      kills: await killing,
    }
  } finally {
    done.abort()
    child.kill('SIGKILL')
    await rm(dataDir, { recursive: true, force: true })
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
