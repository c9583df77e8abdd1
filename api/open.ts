import type { AddressInfo } from 'node:net'
import { createHealth } from './health.ts'
import { Measures } from './measures.ts'
import type { ServerParts } from './parts.ts'
import { createServer } from './server.ts'

export interface Listening {
  port: number
  host: string
  /** Port of health and measures; 0 for any. */
  health: number
}

export interface OpenServer {
  /** Of health and measures. */
  healthPort: number
  /** Takes no more requests, answers those it has, and is gone. */
  close(): Promise<void>
}

/** Opens the door and, beside it, what tells those who watch over it how it is. */
export async function openServer(parts: ServerParts, listening: Listening): Promise<OpenServer> {
  const measures = new Measures()
  const server = await createServer(parts, measures)
  const health = createHealth({ connected: parts.connected, measures, log: parts.log })
  await new Promise<void>((resolve, reject) => {
    health.server.once('error', reject)
    health.server.listen({ port: listening.health, host: listening.host }, resolve)
  })
  await server.listen({ port: listening.port, host: listening.host }).catch(async (error: unknown) => {
    health.server.close()
    await server.close()
    throw error
  })
  return {
    healthPort: (health.server.address() as AddressInfo).port,
    async close() {
      health.drain()
      await server.close()
      health.server.closeAllConnections()
      await new Promise<void>((resolve) => health.server.close(() => resolve()))
    },
  }
}
