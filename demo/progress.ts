const EVERY_MS = 1_000

/** One line that says how far the story is: on a terminal it is rewritten, elsewhere written now and then. */
export class Progress {
  private shown = 0
  private steps = 0

  constructor(
    private readonly stream: NodeJS.WriteStream,
    private readonly began: number,
  ) {}

  show(now: Date): void {
    this.steps += 1
    const every = this.stream.isTTY ? EVERY_MS : EVERY_MS * 10
    if (Date.now() - this.shown < every) return
    this.shown = Date.now()
    const days = Math.round((now.getTime() - this.began) / 86_400_000)
    const line = `… ${now.toISOString().slice(0, 10)}, day ${days}, step ${this.steps}`
    this.stream.write(this.stream.isTTY ? `\r${line}   \r` : `${line}\n`)
  }

  done(): void {
    if (this.stream.isTTY) this.stream.write('\r\u001b[K')
  }
}
