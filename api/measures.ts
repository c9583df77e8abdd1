/** Upper bounds in seconds. */
const BOUNDS = [0.005, 0.015, 0.05, 0.15, 0.5, 1.5, 5, 15] as const

/** Counts of how long something took, as Prometheus reads them. */
class Histogram {
  private readonly series = new Map<string, { counts: number[]; sum: number; total: number }>()

  constructor(
    private readonly name: string,
    private readonly says: string,
  ) {}

  observe(labels: Readonly<Record<string, string>>, seconds: number): void {
    const key = labelled(labels)
    const known = this.series.get(key) ?? { counts: BOUNDS.map(() => 0), sum: 0, total: 0 }
    for (const [place, bound] of BOUNDS.entries()) {
      if (seconds <= bound) known.counts[place] = (known.counts[place] ?? 0) + 1
    }
    known.sum += seconds
    known.total += 1
    this.series.set(key, known)
  }

  lines(): string[] {
    return [
      `# HELP ${this.name} ${this.says}`,
      `# TYPE ${this.name} histogram`,
      ...[...this.series].flatMap(([labels, { counts, sum, total }]) => [
        ...BOUNDS.map((bound, place) => `${this.name}_bucket{${labels},le="${bound}"} ${counts[place] ?? 0}`),
        `${this.name}_bucket{${labels},le="+Inf"} ${total}`,
        `${this.name}_sum{${labels}} ${sum}`,
        `${this.name}_count{${labels}} ${total}`,
      ]),
    ]
  }
}

const escaped = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')

const labelled = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name}="${escaped(value)}"`)
    .join(',')

/** What a server measures of itself. Labels are routes and codes only, so that there are few of them. */
export class Measures {
  private readonly requests = new Histogram('bitim_request_seconds', 'Time until a request was answered.')
  private readonly updates = new Histogram('bitim_update_seconds', 'Time until a command was recorded.')

  request(method: string, route: string, status: number, seconds: number): void {
    this.requests.observe({ method, route, status: String(status) }, seconds)
  }

  update(type: string, outcome: 'recorded' | 'refused', seconds: number): void {
    this.updates.observe({ type, outcome }, seconds)
  }

  lines(): string[] {
    return [...this.requests.lines(), ...this.updates.lines()]
  }
}
