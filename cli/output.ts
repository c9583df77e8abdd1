import { harmless, harmlessJson } from '../schema/contracts/harmless.ts'
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

const ESCAPE = '\u001B'
/** One of our own styles, kept apart by the brackets when a text is split at it. */
const OWN_STYLE = new RegExp(`(${ESCAPE}\\[(?:${[0, ...Object.values(STYLES)].join('|')})m)`)

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
    return this.isPlain || text === '' ? text : `${ESCAPE}[${STYLES[style]}m${harmless(text)}${ESCAPE}[0m`
  }

  private get isPlain(): boolean {
    const { NO_COLOR, TERM } = this.streams.environment
    return !this.isTerminal || (NO_COLOR !== undefined && NO_COLOR !== '') || TERM === 'dumb'
  }

  /** The answer of a command as one JSON document. */
  document(value: unknown): undefined {
    this.streams.stdout.write(`${harmlessJson(JSON.stringify(value, null, 2))}\n`)
  }

  /** Text that is longer than a line is broken between words. */
  line(text = ''): void {
    for (const line of displayWidth(text) > this.width ? wrap(text, this.width) : [text]) this.write(line)
  }

  /** Text that is laid out already. */
  raw(text: string): void {
    for (const line of text.replace(/\r?\n$/, '').split(/\r?\n/)) this.write(line)
  }

  /** JSON lines, much of them: waits until the reader has taken them. */
  async drain(json: string): Promise<void> {
    const { stdout } = this.streams
    if (stdout.write(harmlessJson(json)) !== false || stdout.once === undefined) return
    await new Promise<void>((resolve) => stdout.once?.('drain', resolve))
  }

  /**
   * Everything for the eye leaves here and through `say`: names, values, paths and messages are other people's text, and
   * nothing in them may move a cursor, colour a screen or turn a line around. Only our own styles pass.
   */
  private write(line: string): void {
    this.streams.stdout.write(`${this.harmless(line)}\n`)
  }

  private harmless(text: string): string {
    return text
      .split(this.isPlain ? /(?!)/ : OWN_STYLE)
      .map((part, n) => (n % 2 === 1 ? part : harmless(part)))
      .join('')
  }

  table(columns: readonly Column[], rows: readonly string[][]): void {
    const [head = '', ...lines] = tableLines(columns, rows, this.width)
    this.write(this.style('bold', head))
    for (const line of lines) this.write(line)
  }

  /** Names on the left, values on the right; empty values are left out. */
  fields(pairs: readonly (readonly [string, string])[]): void {
    const shown = pairs.filter(([, value]) => value !== '')
    const left = Math.max(0, ...shown.map(([name]) => displayWidth(name)))
    for (const [name, value] of shown) {
      const [first = '', ...more] = wrap(value, this.width - left - 2)
      this.write(`${this.style('dim', name)}${' '.repeat(left - displayWidth(name) + 2)}${first}`)
      for (const line of more) this.write(`${' '.repeat(left + 2)}${line}`)
    }
  }

  say(text: string): void {
    this.endProgress()
    for (const line of text.replace(/\r?\n$/, '').split(/\r?\n/))
      this.streams.stderr.write(`${this.harmless(line)}\n`)
  }

  /** One line that is written over again, on a terminal only and not more often than an eye follows. */
  progress(text: string): void {
    if (this.streams.stderr.isTTY !== true || Date.now() - this.shown < PROGRESS_MS) return
    this.shown = Date.now()
    this.streams.stderr.write(`\r${harmless(text).padEnd(this.progressWidth)}`)
    this.progressWidth = text.length
  }

  endProgress(): void {
    if (this.progressWidth === 0) return
    this.streams.stderr.write(`\r${' '.repeat(this.progressWidth)}\r`)
    this.progressWidth = 0
  }
}
