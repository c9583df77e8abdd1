import type { LineName } from './budgets.ts'
import { type Line, lineOf, type Measurement } from './line.ts'
import { workerColdStart } from './lines/cold-start.ts'
import { demoTime } from './lines/demo.ts'
import { eventsPerAgreement, eventsPerPlacement } from './lines/events.ts'
import { bundleSize } from './lines/files.ts'
import { memoryPerAgreement } from './lines/memory.ts'
import { pdfP50 } from './lines/paper.ts'
import { recordTransaction } from './lines/record.ts'
import { replay } from './lines/replay.ts'
import { processThroughput } from './lines/throughput.ts'
import { updateP50 } from './lines/updates.ts'
import { machine, versions } from './machine.ts'
import { type BenchOptions, readOptions, USAGE } from './options.ts'
import { openStand, type Stand } from './stand.ts'
import { tableOf } from './table.ts'

const ALONE: Partial<Record<LineName, () => Promise<Measurement>>> = { pdfP50, demoTime }
const AT_STAND: Partial<Record<LineName, (stand: Stand) => Promise<Measurement>>> = {
  bundleSize,
  eventsPerPlacement,
  eventsPerAgreement,
  recordTransaction,
  workerColdStart,
  updateP50,
  processThroughput,
  replay,
  memoryPerAgreement,
}

/** Measures and says what it found. Answers the exit code: 0 when it measured, whether budgets are met or not; 1 when a line could not be measured. */
export async function main(argv: string[]): Promise<number> {
  let options: BenchOptions | 'help'
  try {
    options = readOptions(argv)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`)
    return 2
  }
  if (options === 'help') {
    process.stdout.write(USAGE)
    return 0
  }
  const asked = new AbortController()
  const stop = (): void => asked.abort()
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  const { lines, failed } = await measure(options.only, asked.signal)
  if (asked.signal.aborted) return 130
  const result = { machine: machine(), versions: versions(), lines }
  process.stdout.write(options.json ? `${JSON.stringify(result)}\n` : `${readable(result)}\n`)
  return failed ? 1 : 0
}

const say = (line: string): void => {
  process.stderr.write(`… ${line}\n`)
}

/** Asked to stop, it finishes the line at hand and stops what it started. */
async function measure(
  names: readonly LineName[],
  asked: AbortSignal,
): Promise<{ lines: Line[]; failed: boolean }> {
  let failed = false
  const found = new Map<LineName, Line>()
  const take = async (name: LineName, measurement: () => Promise<Measurement>): Promise<void> => {
    if (asked.aborted) return
    const began = Date.now()
    try {
      found.set(name, lineOf(name, await measurement()))
    } catch (error) {
      failed = true
      say(`${name} could not be measured: ${error instanceof Error ? error.stack : String(error)}`)
      return
    }
    say(`${name}, ${Math.round((Date.now() - began) / 1000)} s`)
  }
  if (names.some((name) => AT_STAND[name] !== undefined)) {
    const stand = await openStand(say)
    try {
      for (const name of names) {
        const line = AT_STAND[name]
        if (line !== undefined) await take(name, () => line(stand))
      }
    } finally {
      await stand.stop()
    }
  }
  for (const name of names) {
    const line = ALONE[name]
    if (line !== undefined) await take(name, line)
  }
  return { lines: names.flatMap((name) => found.get(name) ?? []), failed }
}

function readable(result: {
  machine: ReturnType<typeof machine>
  versions: Record<string, string>
  lines: Line[]
}): string {
  const { platform, processor, cores, memoryGiB } = result.machine
  const packages = Object.entries(result.versions).map(([name, version]) => `${name} ${version}`)
  return [
    `${processor}, ${cores} cores, ${memoryGiB} GiB, ${platform}`,
    packages.join(', '),
    '',
    tableOf(result.lines),
  ].join('\n')
}
