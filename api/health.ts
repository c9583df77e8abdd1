import { createServer, type Server, type ServerResponse } from 'node:http'
import type { Connected } from '../client/connect.ts'
import { conditionOf } from '../client/reads/condition.ts'
import type { Log } from '../logging/log.ts'
import type { Measures } from './measures.ts'

export interface HealthParts {
  connected: Pick<Connected, 'database' | 'client'>
  measures: Measures
  log: Log
}

/** For those who watch over the server, on a port of its own that nobody else reaches. */
export interface Health {
  server: Server
  /** From now on it wants no more requests. */
  drain(): void
}

/** Milliseconds a part may take to say that it is there. */
const PATIENCE = 3_000

export function createHealth({ connected, measures, log }: HealthParts): Health {
  let draining = false
  const answers: Record<string, (reply: ServerResponse) => Promise<void>> = {
    '/livez': async (reply) => say(reply, 200, 'ok\n'),
    '/readyz': async (reply) => {
      const ready = !draining && (await isReady(connected))
      say(reply, ready ? 200 : 503, ready ? 'ok\n' : 'not ready\n')
    },
    '/metrics': async (reply) => {
      const condition = await conditionOf(connected.database.all)
      const gauges = [
        gauge('bitim_open_tasks', 'Tasks that wait for somebody.', condition.openTasks),
        gauge('bitim_overdue_tasks', 'Open tasks whose date is over.', condition.overdueTasks),
        gauge(
          'bitim_oldest_unsent_letter_seconds',
          'Since when the oldest letter waits that is due.',
          condition.oldestUnsentLetter,
        ),
        gauge(
          'bitim_failing_effects',
          'Effects that failed for good and wait for a repair.',
          condition.failingEffects,
        ),
      ]
      say(reply, 200, `${[...gauges.flat(), ...measures.lines()].join('\n')}\n`)
    },
  }
  const server = createServer({ requestTimeout: 5_000 }, (request, reply) => {
    const answer = request.method === 'GET' ? answers[request.url ?? ''] : undefined
    if (answer === undefined) return say(reply, 404, 'not found\n')
    answer(reply).catch((err: unknown) => {
      log.error({ err }, 'the health could not be told')
      say(reply, 503, 'not ready\n')
    })
  })
  return {
    server,
    drain() {
      draining = true
    },
  }
}

async function isReady({ database, client }: HealthParts['connected']): Promise<boolean> {
  try {
    await Promise.all([
      database.all.query('SELECT 1'),
      client.withDeadline(Date.now() + PATIENCE, () => client.workflowService.getSystemInfo({})),
    ])
    return true
  } catch {
    return false
  }
}

const gauge = (name: string, says: string, value: number): string[] => [
  `# HELP ${name} ${says}`,
  `# TYPE ${name} gauge`,
  `${name} ${value}`,
]

function say(reply: ServerResponse, status: number, text: string): void {
  reply.writeHead(status, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(text)
}
