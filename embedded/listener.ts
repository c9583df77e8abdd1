import { execFile } from 'node:child_process'
import { readdir, readFile, readlink } from 'node:fs/promises'
import { promisify } from 'node:util'
import { commandOf } from './identity.ts'

const run = promisify(execFile)

export interface Listener {
  pid: number
  /** The program's file name, without its folder and arguments. */
  name: string
}

const LISTEN_STATE = '0A'

/** Who listens on a TCP port of this machine; null when nobody does or the system does not tell. */
export async function listenerOf(port: number): Promise<Listener | null> {
  const pid = process.platform === 'linux' ? await pidFromProc(port) : await pidFromLsof(port)
  if (pid === null) return null
  const program = (await commandOf(pid)).split(' ')[0] ?? ''
  return { pid, name: program.slice(program.lastIndexOf('/') + 1).replace(/:$/, '') || 'unknown' }
}

async function pidFromProc(port: number): Promise<number | null> {
  const inodes = new Set<string>()
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const inode of await listeningInodes(table, port)) inodes.add(`socket:[${inode}]`)
  }
  if (inodes.size === 0) return null
  for (const entry of await readdir('/proc')) {
    if (/^\d+$/.test(entry) && (await holdsOne(`/proc/${entry}/fd`, inodes))) return Number(entry)
  }
  return null
}

/** Columns of the table: slot, local address:port in hexadecimal, remote, state … the tenth is the inode. */
async function listeningInodes(table: string, port: number): Promise<string[]> {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const lines = (await readOrEmpty(table)).split('\n').slice(1)
  return lines
    .map((line) => line.trim().split(/\s+/))
    .filter((columns) => columns[1]?.endsWith(suffix) && columns[3] === LISTEN_STATE)
    .flatMap((columns) => columns[9] ?? [])
}

async function holdsOne(folder: string, sockets: ReadonlySet<string>): Promise<boolean> {
  try {
    const links = await Promise.all((await readdir(folder)).map((fd) => linkTarget(`${folder}/${fd}`)))
    return links.some((link) => sockets.has(link))
  } catch {
    return false // ended meanwhile, or belongs to another user
  }
}

async function linkTarget(link: string): Promise<string> {
  try {
    return await readlink(link)
  } catch {
    return '' // closed between listing and looking
  }
}

async function readOrEmpty(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch {
    return '' // no such table: this system has no IPv6
  }
}

async function pidFromLsof(port: number): Promise<number | null> {
  try {
    const { stdout } = await run('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fp'])
    const pid = /^p(\d+)/m.exec(stdout)?.[1]
    return pid === undefined ? null : Number(pid)
  } catch {
    return null // lsof answers 1 when nobody listens; without lsof the owner stays unknown
  }
}
