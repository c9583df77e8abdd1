import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')

/** What the scripts remember of their work; derived like everything else in dist. */
export const stateDir = join(root, 'dist', '.setup')

/** stdout belongs to the program: everything the scripts say goes to stderr. */
export function say(line) {
  process.stderr.write(`${line}\n`)
}

/** An error whose message is all a person needs; anything else is shown with its stack. */
export class Refusal extends Error {}

/** Runs a script's main function; a refusal ends it with a message and exit code 1. */
export async function runScript(main) {
  try {
    await main()
  } catch (error) {
    say(error instanceof Refusal ? error.message : String(error?.stack ?? error))
    process.exitCode = 1
  }
}

/** True for the module node was started with. */
export function isMain(url) {
  return process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(url)
}

/** Runs a program with its output on stderr. */
export async function runOrRefuse(command, args, options = {}) {
  const code = await exitCodeOf(command, args, options)
  if (code !== 0) throw new Refusal(`failed (${code}): ${[command, ...args].join(' ')}`)
}

/** Runs a program with its output on stderr and answers its exit code, or the name of the signal that ended it. */
export function exitCodeOf(command, args, options = {}) {
  return new Promise((settle, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 2, 2], ...options })
    child.once('error', reject)
    child.once('close', (code, signal) => settle(signal ?? code))
  })
}

/**
 * Runs a program and answers what it said; never throws, a program that cannot be started or takes longer than
 * `timeout` milliseconds has code null.
 */
export function outputOf(command, args, { timeout = 600_000, ...options } = {}) {
  return new Promise((settle) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options })
    // Our own timer: that of spawn keeps running, and with it this process, when the program cannot be started.
    const timer = setTimeout(() => child.kill('SIGKILL'), timeout)
    const output = { stdout: '', stderr: '' }
    child.stdout.on('data', (chunk) => {
      output.stdout += chunk
    })
    child.stderr.on('data', (chunk) => {
      output.stderr += chunk
    })
    child.once('error', (error) => {
      clearTimeout(timer)
      settle({ code: null, stdout: '', stderr: error.message })
    })
    child.once('close', (code) => {
      clearTimeout(timer)
      settle({ code, ...output })
    })
  })
}

/** Does the work in a folder of its own that is gone afterwards. */
export async function inTemporaryFolder(work) {
  const folder = await mkdtemp(join(tmpdir(), 'bitim-')).catch(({ code }) => {
    throw new Refusal(
      `nothing can be written to ${tmpdir()} (${code}): make it writable, or name another folder with TMPDIR`,
    )
  })
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The command-line entry of an installed package, run by this very Node. */
export function packageProgram(path) {
  return join(root, 'node_modules', ...path.split('/'))
}

export function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex')
}

/** One hash over names and contents of the files, in the order given. */
export async function hashFiles(files) {
  const hash = createHash('sha256')
  for (const file of files) hash.update(`${file}\0`).update(await readFile(file))
  return hash.digest('hex')
}

/** All files below a folder whose names pass, sorted; none when the folder is missing. */
export async function filesBelow(folder, passes) {
  if (!existsSync(folder)) return []
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  return entries
    .filter((entry) => entry.isFile() && passes(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

export async function readStamp(name) {
  try {
    return await readFile(join(stateDir, name), 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return null
    throw error
  }
}

export async function writeStamp(name, value) {
  await mkdir(stateDir, { recursive: true })
  const unfinished = join(stateDir, `${name}.${process.pid}`)
  await writeFile(unfinished, value)
  await rename(unfinished, join(stateDir, name))
}

/** Milliseconds; random, so that two who met do not meet again. */
const LONGEST_LOCK_PAUSE = 300
const LOCK_WAIT = 10 * 60_000

/**
 * One at a time, across processes. Each writes a claim of its own and works only when it sees no other living one;
 * otherwise it withdraws and comes back later. Of two that claim at once at least one sees the other.
 */
export async function oneAtATime(name, work) {
  const folder = join(stateDir, name)
  const claim = join(folder, String(process.pid))
  await mkdir(folder, { recursive: true })
  try {
    await claimAlone(folder, claim)
    return await work()
  } finally {
    await rm(claim, { force: true })
  }
}

async function claimAlone(folder, claim) {
  const end = Date.now() + LOCK_WAIT
  for (let told = false; ; told = true) {
    await writeFile(claim, '')
    const other = await otherClaimant(folder)
    if (other === null) return
    await rm(claim, { force: true })
    if (!told) say(`waiting for process ${other} that does the same …`)
    if (Date.now() > end) throw new Refusal(`process ${other} does not finish; stop it and try again`)
    await pause(Math.random() * LONGEST_LOCK_PAUSE)
  }
}

async function otherClaimant(folder) {
  const pids = (await readdir(folder)).map(Number).filter((pid) => pid !== process.pid)
  return pids.find(isAlive) ?? null
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
