/** At most so many at once for each key, the others in the order in which they came. */
export class Turns {
  private readonly lines = new Map<string, { free: number; waiting: (() => void)[] }>()

  constructor(private readonly atOnce: number) {}

  async take<T>(key: string, work: () => Promise<T>): Promise<T> {
    const line = this.lines.get(key) ?? { free: this.atOnce, waiting: [] }
    this.lines.set(key, line)
    if (line.free > 0) line.free -= 1
    else await new Promise<void>((resolve) => line.waiting.push(resolve))
    try {
      return await work()
    } finally {
      const next = line.waiting.shift()
      if (next !== undefined) next()
      else {
        line.free += 1
        if (line.free === this.atOnce) this.lines.delete(key)
      }
    }
  }
}
