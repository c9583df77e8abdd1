import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stackPaths } from '../../embedded/paths.ts'
import { choosePorts } from '../../embedded/ports.ts'
import { findTemporal, prepareTemporal } from '../../embedded/temporal.ts'
import { createLog } from '../../logging/log.ts'

export interface TestTemporal {
  /** host:port of the server. */
  address: string
  stop(): Promise<void>
}

/** A Temporal server of this run alone, as the embedded stack starts it; TEST_TEMPORAL_ADDRESS names one instead. */
export async function startTestTemporal(): Promise<TestTemporal> {
  const given = process.env.TEST_TEMPORAL_ADDRESS
  if (given !== undefined && given !== '') return { address: given, stop: async () => {} }
  const source = await findTemporal()
  if ('address' in source) return { address: source.address, stop: async () => {} }
  const folder = await mkdtemp(join(tmpdir(), 'bitim-test-'))
  const paths = stackPaths(folder)
  await mkdir(paths.runDir, { recursive: true })
  const ports = await choosePorts(paths.portsFile, {})
  const log = createLog({ name: 'temporal', dir: paths.logsDir, pretty: false, level: 'warn' })
  const server = await prepareTemporal(paths, ports, 'default', source.binary, log)
  const child = await server.launch()
  return {
    address: server.address,
    stop: async () => {
      await child.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
