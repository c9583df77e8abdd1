import { mkdir, mkdtemp, rm } from 'node:fs/promises'
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
