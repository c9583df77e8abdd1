import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from '@temporalio/client'
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker'
import { type Connected, connect } from '../client/connect.ts'
import { prepareInput } from '../demo/input.ts'
import type { Child } from '../embedded/child.ts'
import { projectRoot, stackPaths } from '../embedded/paths.ts'
import { type System, startSystem } from '../embedded/system.ts'
import { launchWorker } from '../embedded/worker.ts'
import { createLog, type Log } from '../logging/log.ts'
import { importPath } from '../registers/import/import.ts'
import { type Place, playStory, readPlace } from './place.ts'
import { launchReference } from './reference.ts'

/** The queue of the product's worker under measurement: set up as in production, its time is the server's. */
const QUEUE = 'bench'
export const REFERENCE_QUEUE = 'bench-reference'

/** The real stack in a folder of its own, a partnership in operation, and both workers. */
export interface Stand {
  readonly log: Log
  readonly folder: string
  readonly system: System
  /** To the product's worker under measurement. */
  readonly connected: Connected
  /** To the empty workflows: what the engine keeps of them is not encrypted. */
  readonly plain: Client
  readonly place: Place
  readonly referenceBundle: string
  stop(): Promise<void>
}

export async function openStand(say: (line: string) => void): Promise<Stand> {
  const folder = await mkdtemp(join(tmpdir(), 'bitim-bench-'))
  const log = createLog({ name: 'bench', dir: stackPaths(folder).logsDir, pretty: false, level: 'warn' })
  const closing: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true })]
  const stop = async (): Promise<void> => {
    for (let close = closing.pop(); close !== undefined; close = closing.pop()) await close()
  }
  try {
    say('the stack starts')
    const system = await startSystem({ dataDir: folder, log })
    closing.push(() => system.stop())
    await importSamples(system, folder, log)
    say('one trainee practises, so that there is a partnership to measure in')
    await playStory(system)
    const place = await readPlace(system.connected)
    const referenceBundle = await bundleReference(folder)
    const workers: Child[] = []
    closing.push(async () => {
      await Promise.all(workers.map((worker) => worker.stop()))
    })
    workers.push(await launchWorker(system.stack, log, { TASK_QUEUE: QUEUE, BITIM_MOVABLE_CLOCK: '0' }))
    workers.push(await launchReference(system.stack, { bundle: referenceBundle, queue: REFERENCE_QUEUE }))
    const connected = await connect({ ...system.stack, taskQueue: QUEUE })
    closing.push(() => connected.close())
    const { connection } = connected.client
    const plain = new Client({ connection, namespace: system.stack.temporalNamespace })
    return { log, folder, system, connected, plain, place, referenceBundle, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function importSamples(system: System, folder: string, log: Log): Promise<void> {
  const input = join(folder, 'input')
  await prepareInput(join(projectRoot(), 'samples'), input, 1, 1)
  const { ok } = await importPath({ database: system.connected.database, log }, input)
  if (!ok) throw new Error('the sample institution was refused')
}

async function bundleReference(folder: string): Promise<string> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(__dirname, 'workflows.js'),
    logger: new DefaultLogger('ERROR'),
  })
  const file = join(folder, 'reference-bundle.js')
  await writeFile(file, code)
  return file
}
