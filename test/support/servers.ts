import type { TestPostgres } from './postgres.ts'
import type { TestTemporal } from './temporal.ts'

export interface TestServers {
  postgres: TestPostgres
  temporal: TestTemporal
}

/** Jest loads its set-up and its tear-down apart: only what is global is known to both. */
const KEY = Symbol.for('bitim.test.servers')
const shelf = globalThis as { [KEY]?: TestServers }

export function keepServers(servers: TestServers): void {
  shelf[KEY] = servers
}

export const keptServers = (): TestServers | undefined => shelf[KEY]
