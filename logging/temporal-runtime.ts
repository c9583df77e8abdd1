import type { LogLevel, LogMetadata } from '@temporalio/common'
import { DefaultLogger, type LogEntry, makeTelemetryFilterString, Runtime } from '@temporalio/worker'
import type { Level } from 'pino'
import type { Log } from './log.ts'

export interface TemporalRuntimeOptions {
  /**
   * Signals that make Temporal shut its workers down by itself. None by default: the process that owns the
   * workers stops worker, Temporal and PostgreSQL in this order.
   */
  shutdownSignals?: NodeJS.Signals[]
}

/** Fields of Temporal's log lines that name things by opaque ids; all others may hold payloads and stay out. */
const LOGGED_FIELDS = [
  'sdkComponent',
  'taskQueue',
  'namespace',
  'workflowType',
  'workflowId',
  'runId',
  'activityId',
  'activityType',
  'attempt',
  'target',
  'code',
] as const

/**
 * Sends everything Temporal's worker and its native core say to the given log. Call once per process, before
 * the first worker, connection or bundle.
 *
 * @throws IllegalStateError when the process already has a runtime.
 */
export function bindTemporalRuntime(log: Log, options: TemporalRuntimeOptions = {}): void {
  const temporalLog = log.child({ component: 'temporal' })
  Runtime.install({
    logger: new DefaultLogger('INFO', (entry) => forward(temporalLog, entry)),
    shutdownSignals: options.shutdownSignals ?? [],
    telemetryOptions: {
      logging: { forward: {}, filter: makeTelemetryFilterString({ core: 'WARN', other: 'ERROR' }) },
    },
  })
}

function forward(log: Log, entry: LogEntry): void {
  log[levelOf(entry.level)](loggedFields(entry.meta), entry.message)
}

function levelOf(level: LogLevel): Level {
  switch (level) {
    case 'TRACE':
      return 'trace'
    case 'DEBUG':
      return 'debug'
    case 'INFO':
      return 'info'
    case 'WARN':
      return 'warn'
    case 'ERROR':
      return 'error'
    default:
      return assertNever(level)
  }
}

function loggedFields(meta: LogMetadata | undefined): Record<string, unknown> {
  const fields: Record<string, unknown> = {}
  if (!meta) return fields
  for (const key of LOGGED_FIELDS) if (meta[key] !== undefined) fields[key] = meta[key]
  if (meta.error !== undefined) fields.err = meta.error
  return fields
}

function assertNever(value: never): never {
  throw new Error(`unknown log level ${String(value)}`)
}
