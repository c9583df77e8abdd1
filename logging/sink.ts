import { closeSync, fstatSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { isNativeError } from 'node:util/types'

/** Takes whole lines. A log never ends its process: what cannot be written is counted and said once it can be again. */
export interface Sink {
  write(line: string): void
}

export interface FileLimits {
  /** Bytes after which a file is set aside and another one begun. */
  size: number
  /** Files kept beside the one being written. */
  kept: number
}

/** For each process together about fifty megabytes: some weeks, and no disk is filled by its log. */
const LIMITS: FileLimits = { size: 8 * 1024 * 1024, kept: 5 }
/** Tries and milliseconds between them while the reader of a pipe is behind. */
const BUSY = { tries: 20, wait: 5 }

const sleeper = new Int32Array(new SharedArrayBuffer(4))

/** Remembers what was lost on the way to a file or a pipe. */
abstract class Survivor implements Sink {
  private lost = 0
  /** The last line broke off in the middle: the next one must not be glued to it. */
  private torn = false

  protected abstract put(bytes: Buffer): number

  write(line: string): void {
    const told = this.lost === 0 ? '' : `${lossOf(this.lost)}\n`
    const bytes = Buffer.from(`${this.torn ? '\n' : ''}${told}${line}`)
    try {
      const written = this.put(bytes)
      this.torn = written < bytes.length
    } catch {
      // Full disk, closed pipe, broken device: there is nowhere left to say so but the count.
      this.lost += 1
      return
    }
    this.lost = this.torn ? this.lost + 1 : 0
  }
}

/** A file that is replaced by a fresh one when it has grown: name, name.1 (newer) … name.5 (older). */
export class FileSink extends Survivor {
  private file: { descriptor: number; size: number } | null = null

  constructor(
    private readonly path: string,
    private readonly limits: FileLimits = LIMITS,
  ) {
    super()
  }

  protected put(bytes: Buffer): number {
    this.file ??= this.open()
    if (this.file.size > 0 && this.file.size + bytes.length > this.limits.size) {
      this.setAside(this.file.descriptor)
      this.file = this.open()
    }
    const written = writeFully(this.file.descriptor, bytes)
    this.file.size += written
    return written
  }

  private open(): { descriptor: number; size: number } {
    mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 })
    const descriptor = openSync(this.path, 'a', 0o600)
    return { descriptor, size: fstatSync(descriptor).size }
  }

  private setAside(descriptor: number): void {
    this.file = null
    closeSync(descriptor)
    const { kept } = this.limits
    rmSync(`${this.path}.${kept}`, { force: true })
    for (let n = kept - 1; n >= 1; n -= 1) moveIfThere(`${this.path}.${n}`, `${this.path}.${n + 1}`)
    moveIfThere(this.path, `${this.path}.1`)
  }
}

/** Standard error, whoever reads it or has stopped to. */
export class ErrorOutput extends Survivor {
  protected put(bytes: Buffer): number {
    return writeFully(2, bytes)
  }
}

/** What is said to a person is lost with whoever listened; what is done for everybody goes on. */
export function outliveListeners(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
}

/** As much of it as there is room for; a pipe whose reader is behind is waited for a little. */
function writeFully(descriptor: number, bytes: Buffer): number {
  let written = 0
  for (let tries = 0; written < bytes.length; ) {
    try {
      written += writeSync(descriptor, bytes, written)
    } catch (error) {
      if (codeOf(error) === 'EAGAIN' && tries < BUSY.tries) {
        tries += 1
        Atomics.wait(sleeper, 0, 0, BUSY.wait)
        continue
      }
      if (written === 0) throw error
      return written
    }
  }
  return written
}

function moveIfThere(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
  }
}

function lossOf(lines: number): string {
  return JSON.stringify({
    level: 'warn',
    time: new Date().toISOString(),
    pid: process.pid,
    lost: lines,
    msg: 'lines of this log could not be written',
  })
}

const codeOf = (error: unknown): unknown => (isNativeError(error) && 'code' in error ? error.code : undefined)
