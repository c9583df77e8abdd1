import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Child } from '../../embedded/child.ts'
import { type StackPaths, stackPaths } from '../../embedded/paths.ts'
import { choosePorts } from '../../embedded/ports.ts'
import { findTemporal, prepareTemporal } from '../../embedded/temporal.ts'
import { createLog } from '../../logging/log.ts'

export interface TestTemporal {
  /** host:port of the server. */
  address: string
  stop(): Promise<void>
}

/** A server of a test alone, whose data it may take away. */
export interface ForgetfulTemporal extends TestTemporal {
  /** Keeps the data as they are now. */
  keep(): Promise<void>
  /** Loses all data, or all since they were kept. */
  forget(since: 'ever' | 'kept'): Promise<void>
}

/** Between choosing free ports and using them somebody else may take one. */
const START_ATTEMPTS = 3

/** A Temporal server of this run alone, as the embedded stack starts it; TEST_TEMPORAL_ADDRESS names one instead. */
export async function startTestTemporal(): Promise<TestTemporal> {
  const given = process.env.TEST_TEMPORAL_ADDRESS
  if (given !== undefined && given !== '') return { address: given, stop: async () => {} }
  const source = await findTemporal()
  if ('address' in source) return { address: source.address, stop: async () => {} }
  const folder = await mkdtemp(join(tmpdir(), 'bitim-test-'))
  const paths = stackPaths(folder)
  await mkdir(paths.runDir, { recursive: true })
  const { address, child } = await launch(paths, source.binary)
  return {
    address,
    stop: async () => {
      await child.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export async function startForgetfulTemporal(): Promise<ForgetfulTemporal> {
  const source = await findTemporal()
  if ('address' in source)
    throw new Error('the data of a server that runs elsewhere are not to be taken away')
  const folder = await mkdtemp(join(tmpdir(), 'bitim-test-'))
  const paths = stackPaths(folder)
  await mkdir(paths.runDir, { recursive: true })
  const { temporalDb } = paths
  const kept = join(folder, 'kept.db')
  const started = await launch(paths, source.binary)
  let { child } = started
  const whileStopped = async (work: () => Promise<unknown>): Promise<void> => {
    await child.stop()
    await work()
    child = (await launch(paths, source.binary)).child
  }
  return {
    address: started.address,
    keep: () => whileStopped(() => copyFile(temporalDb, kept)),
    forget: (since) =>
      whileStopped(async () => {
        for (const file of ['', '-wal', '-shm']) await rm(`${temporalDb}${file}`, { force: true })
        if (since === 'kept') await copyFile(kept, temporalDb)
      }),
    stop: async () => {
      await child.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function launch(paths: StackPaths, binary: string): Promise<{ address: string; child: Child }> {
  const log = createLog({ name: 'temporal', dir: paths.logsDir, pretty: false, level: 'warn' })
  for (let attempt = 1; ; attempt += 1) {
    const ports = await choosePorts(paths.portsFile, {})
    const server = await prepareTemporal(paths, ports, 'default', binary, log)
    try {
      return { address: server.address, child: await server.launch() }
    } catch (error) {
      if (attempt === START_ATTEMPTS) throw error
      await rm(paths.portsFile, { force: true })
    }
  }
}
