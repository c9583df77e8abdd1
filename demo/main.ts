import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fromCommandLine } from '../access/command-line.ts'
import { importFiles } from '../client/import.ts'
import { folderOwner } from '../embedded/lock.ts'
import { projectRoot, stackPaths } from '../embedded/paths.ts'
import { refuseStart } from '../embedded/refuse.ts'
import { type System, startSystem } from '../embedded/system.ts'
import { createLog } from '../logging/log.ts'
import { outliveListeners } from '../logging/sink.ts'
import type { Cast } from './behaviours/index.ts'
import { chanceOf } from './chance.ts'
import { prepareInput } from './input.ts'
import { Narrator } from './narrator.ts'
import { type DemoOptions, readOptions, USAGE } from './options.ts'
import { patiently } from './patience.ts'
import { Progress } from './progress.ts'
import { play } from './story.ts'
import { type Summary, summarise } from './summary.ts'
import { writeSummary } from './words.ts'

/** Monday, ten o'clock in Asia/Tashkent. */
const STORY_BEGINS = Date.parse('2026-11-23T05:00:00.000Z')
const DAY_MS = 86_400_000
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/

/** The whole life of a partnership on the real engine, through the public commands. Answers the exit code. */
export async function main(argv: string[]): Promise<number> {
  let options: DemoOptions | 'help'
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
  return run(options)
}

async function run(options: DemoOptions): Promise<number> {
  outliveListeners()
  const paths = stackPaths(options.dataDir)
  const owner = await folderOwner(paths.runDir)
  if (owner !== null) {
    process.stderr.write(
      `A demo runs in ${options.dataDir} already (process ${owner}). Stop it, or name another folder with --data.\n`,
    )
    return 3
  }
  await rm(paths.dataDir, { recursive: true, force: true })
  const say = options.json ? () => undefined : (line: string): boolean => process.stdout.write(`${line}\n`)
  const log = createLog({ name: 'demo', dir: paths.logsDir, pretty: false })
  const asked = new Promise<void>((resolve) => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
  })
  let system: System
  try {
    system = await startSystem({ dataDir: options.dataDir, log })
  } catch (error) {
    refuseStart(error)
    return 3
  }
  try {
    const told = tellStory(system, options, say)
    const interrupted = asked.then(() => null)
    const summary = await Promise.race([told, interrupted])
    if (summary === null) {
      told.catch((err: unknown) => log.warn({ err }, 'the story was interrupted'))
      return 130
    }
    if (options.json) process.stdout.write(`${JSON.stringify(summary)}\n`)
    else writeSummary(summary, paths, options, say)
    if (options.keep) {
      say(`Open ${await system.door.welcome()}`)
      await asked
    }
    return 0
  } finally {
    await system.stop()
  }
}

async function tellStory(
  system: System,
  options: DemoOptions,
  say: (line: string) => void,
): Promise<Summary> {
  const { connected, clock, stack } = system
  const { database, client } = connected
  const pool = database.all
  const began = Date.now()
  const input = join(stack.dataDir, 'input')
  await prepareInput(join(projectRoot(), 'samples'), input, options.trainees, options.seed)
  const report = await importFiles(
    { database, log: createLog({ name: 'import', dir: stackPaths(stack.dataDir).logsDir, pretty: false }) },
    input,
  )
  if (!report.ok)
    throw new Error(
      `the story's files were refused: ${JSON.stringify(report.files.flatMap(({ findings }) => findings))}`,
    )
  await clock.set(STORY_BEGINS - Date.now())
  const narrator = new Narrator(pool, options.language, say)
  await narrator.readNames()
  const progress = new Progress(process.stderr, STORY_BEGINS)
  const facade = await connected.facadeIn()
  await facade.startPartnership(fromCommandLine('S004'), {
    partner: 'ZKM',
    language: 'uz-Latn',
    key: `story-${options.seed}`,
  })
  const cast = await castOf(system, options.seed)
  await play({
    connected,
    facade,
    clock,
    cast,
    onStep: async (now) => {
      if (!options.json) await narrator.tell()
      progress.show(now)
    },
    over: () => isOver(system),
  })
  await mailDelivered(system)
  if (!options.json) await narrator.tell()
  progress.done()
  const days = Math.round(((await clock.now()).getTime() - STORY_BEGINS) / DAY_MS)
  const wallSeconds = Math.round((Date.now() - began) / 100) / 10
  return summarise(pool, client, stack.documentsDir, { wallSeconds, simulatedDays: days })
}

async function castOf(system: System, seed: number): Promise<Cast> {
  const { rows } = await system.connected.database.all.query<{ id: string; code: string }>(
    'SELECT id, code FROM person',
  )
  const ids = new Map(rows.map(({ id, code }) => [code, id]))
  const codes = new Map(rows.map(({ id, code }) => [id, code]))
  const chances = new Map<string, () => number>()
  return {
    id: (code) => ids.get(code) ?? '',
    code: (id) => codes.get(id) ?? '',
    random: (task) => {
      // Ids are drawn anew for every database: what is left of the process's tells two trainees apart.
      const label = [task.process.replace(UUID, ''), task.key, task.owner].join(' ')
      const chance = chances.get(label) ?? chanceOf(`${seed} ${label}`)
      chances.set(label, chance)
      return chance()
    },
  }
}

/** The practice is closed, the certification too, and everybody was asked for the last time where they work. */
async function isOver(system: System): Promise<boolean> {
  const { rows } = await system.connected.database.all.query<{ placements: number; open: number }>(
    `SELECT count(*) FILTER (WHERE kind = 'placement')::int AS placements,
            count(*) FILTER (WHERE open AND kind IN ('practiceCycle', 'placement', 'attestation'))::int AS open FROM process`,
  )
  return (rows[0]?.placements ?? 0) > 0 && rows[0]?.open === 0
}

/** The last letters are in their inboxes. */
async function mailDelivered(system: System): Promise<void> {
  const deadline = Date.now() + 90_000
  for (;;) {
    const { rows } = await patiently(() =>
      system.connected.database.all.query(`SELECT FROM message WHERE state = 'queued' LIMIT 1`),
    )
    if (rows.length === 0) return
    if (Date.now() > deadline)
      throw new Error('some mail was not delivered within 90 seconds; see the worker log')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
