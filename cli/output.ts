import type { Column } from './table.ts'
import { tableLines } from './table.ts'
import { displayWidth, wrap } from './width.ts'

/** Where a command line writes: a terminal, a pipe or a test. */
export interface Sink {
  write(text: string): unknown
  once?(event: 'drain', listener: () => void): unknown
  isTTY?: boolean | undefined
  columns?: number | undefined
}

export interface Streams {
  stdout: Sink
  stderr: Sink
  environment: NodeJS.ProcessEnv
}

const WIDTH = 100
const NARROW = 60
const PROGRESS_MS = 200
const STYLES = { bold: '1', dim: '2', red: '31', green: '32', amber: '33' } as const
export type Style = keyof typeof STYLES

/** stdout is data, stderr is talk. Colours only on a terminal, and never where NO_COLOR is set. */
export class Output {
  private shown = 0
  private progressWidth = 0

  constructor(
    private readonly streams: Streams,
    public json: boolean,
  ) {}

  get width(): number {
    return Math.max(NARROW, Math.min(WIDTH, this.streams.stdout.columns || WIDTH))
  }

  get isTerminal(): boolean {
    return this.streams.stdout.isTTY === true
  }

  style(style: Style, text: string): string {
    const { NO_COLOR, TERM } = this.streams.environment
    const plain = !this.isTerminal || (NO_COLOR !== undefined && NO_COLOR !== '') || TERM === 'dumb'
    return plain || text === '' ? text : `\u001B[${STYLES[style]}m${text}\u001B[0m`
  }

  /** The answer of a command as one JSON document. */
  document(value: unknown): undefined {
    this.streams.stdout.write(`${JSON.stringify(value, null, 2)}\n`)
  }

  /** Text that is longer than a line is broken between words. */
  line(text = ''): void {
    for (const line of displayWidth(text) > this.width ? wrap(text, this.width) : [text]) {
      this.streams.stdout.write(`${line}\n`)
    }
  }

  /** Data as they stand: never broken, for a program may read them. */
  raw(text: string): void {
    this.streams.stdout.write(text)
  }

  /** The same for much of it: waits until the reader has taken it. */
  async drain(text: string): Promise<void> {
    const { stdout } = this.streams
    if (stdout.write(text) !== false || stdout.once === undefined) return
    await new Promise<void>((resolve) => stdout.once?.('drain', resolve))
  }

  table(columns: readonly Column[], rows: readonly string[][]): void {
    const [head = '', ...lines] = tableLines(columns, rows, this.width)
    this.streams.stdout.write(`${this.style('bold', head)}\n`)
    for (const line of lines) this.streams.stdout.write(`${line}\n`)
  }

  /** Names on the left, values on the right; empty values are left out. */
  fields(pairs: readonly (readonly [string, string])[]): void {
    const shown = pairs.filter(([, value]) => value !== '')
    const left = Math.max(0, ...shown.map(([name]) => displayWidth(name)))
    for (const [name, value] of shown) {
      const [first = '', ...more] = wrap(value, this.width - left - 2)
      this.streams.stdout.write(
        `${this.style('dim', name)}${' '.repeat(left - displayWidth(name) + 2)}${first}\n`,
      )
      for (const line of more) this.streams.stdout.write(`${' '.repeat(left + 2)}${line}\n`)
    }
  }

  say(text: string): void {
    this.endProgress()
    this.streams.stderr.write(`${text}\n`)
  }

  /** One line that is written over again, on a terminal only and not more often than an eye follows. */
  progress(text: string): void {
    if (this.streams.stderr.isTTY !== true || Date.now() - this.shown < PROGRESS_MS) return
    this.shown = Date.now()
    this.streams.stderr.write(`\r${text.padEnd(this.progressWidth)}`)
    this.progressWidth = text.length
  }

  endProgress(): void {
    if (this.progressWidth === 0) return
    this.streams.stderr.write(`\r${' '.repeat(this.progressWidth)}\r`)
    this.progressWidth = 0
  }
}
