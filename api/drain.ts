import type { FastifyInstance } from 'fastify'

/** Milliseconds that whoever is being answered is waited for: less than a container is given to stop. */
const LONGEST = 25_000

/** Whoever asked before it closes is answered; only then connections are cut. */
export function answerBeforeClosing(server: FastifyInstance): void {
  let waiting = 0
  let nobodyWaits: () => void = () => undefined
  server.addHook('onRequest', async (_, reply) => {
    waiting += 1
    reply.raw.once('close', () => {
      waiting -= 1
      if (waiting === 0) nobodyWaits()
    })
  })
  server.addHook('preClose', async () => {
    if (waiting === 0) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, LONGEST)
      nobodyWaits = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  })
}
