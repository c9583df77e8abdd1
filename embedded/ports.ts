import { readFile, rename, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { isNativeError } from 'node:util/types'
import { codeOf, StackError } from './errors.ts'
import { listenerOf } from './listener.ts'

/** The stack is reachable from this machine only. */
export const LOOPBACK = '127.0.0.1'

export const portNames = [
  'postgres',
  'temporal',
  'temporalHttp',
  'temporalMetrics',
  'smtp',
  'http',
  'health',
] as const
export type PortName = (typeof portNames)[number]
export type Ports = Record<PortName, number>
export type WantedPorts = Partial<Record<PortName, number>>

/**
 * The ports of a start: those asked for, else those of the last start when they are free, else any free ones.
 * The choice is remembered in the file.
 *
 * @throws StackError portTaken when a port that was asked for is in use.
 */
export async function choosePorts(file: string, wanted: WantedPorts): Promise<Ports> {
  const remembered = await readPorts(file)
  const held: Server[] = []
  try {
    const chosen: Partial<Ports> = {}
    for (const name of portNames) {
      const server = await holdPort(wanted[name], remembered[name])
      held.push(server)
      chosen[name] = portOf(server)
    }
    const ports = chosen as Ports
    await writePorts(file, ports)
    return ports
  } finally {
    await Promise.all(held.map(close))
  }
}

/** The words for a port that somebody else has. */
export async function portTaken(port: number): Promise<StackError> {
  const owner = await listenerOf(port)
  const who = owner ? `pid ${owner.pid} (${owner.name})` : 'another process'
  return new StackError('portTaken', `port ${port} is taken by ${who}`, {
    port,
    ...(owner ? { pid: owner.pid, name: owner.name } : {}),
  })
}

/** Holds the port until closed, so that the ports of one start never collide with each other. */
async function holdPort(wanted: number | undefined, remembered: number | undefined): Promise<Server> {
  if (wanted !== undefined) {
    const server = await listen(wanted)
    if (!server) throw await portTaken(wanted)
    return server
  }
  const server = (remembered === undefined ? null : await listen(remembered)) ?? (await listen(0))
  if (!server) throw new Error('the system has no free port')
  return server
}

function listen(port: number): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(null)
      else reject(error)
    })
    server.listen({ host: LOOPBACK, port, exclusive: true }, () => resolve(server))
  })
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not a TCP server')
  return address.port
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()))
}

/** The ports of the last start; empty when there was none. */
export async function readPorts(file: string): Promise<WantedPorts> {
  try {
    const stored: unknown = JSON.parse(await readFile(file, 'utf8'))
    const entries = Object.entries(stored ?? {})
    return Object.fromEntries(
      entries.filter(([, port]) => Number.isInteger(port) && port > 0 && port < 65_536),
    )
  } catch (error) {
    const unreadable = isNativeError(error) && error.name === 'SyntaxError'
    if (unreadable || codeOf(error) === 'ENOENT') return {} // nothing worth remembering: choose anew
    throw error
  }
}

async function writePorts(file: string, ports: Ports): Promise<void> {
  await writeFile(`${file}.new`, `${JSON.stringify(ports)}\n`)
  await rename(`${file}.new`, file)
}
