import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import pino, { type Bindings, type ChildLoggerOptions, type Level, type Logger } from 'pino'
import pretty from 'pino-pretty'
import { redact, serializeError } from './redact.ts'

export type Log = Logger

export interface LogOptions {
  /** The process that writes: worker, api, postgres … Also the name of its file. */
  name: string
  /** Folder of the JSON files, one per process name. Without it JSON lines go to stderr. */
  dir?: string
  /** Readable lines on stderr; by default only when stderr is a terminal. */
  pretty?: boolean
  level?: Level
}

const STDERR = 2

/**
 * A log that never writes to stdout (that belongs to the program's answer) and never lets personal data,
 * secrets or payloads through, whatever it is given.
 */
export function createLog(options: LogOptions): Log {
  const level = options.level ?? 'info'
  const readable = options.pretty ?? process.stderr.isTTY === true
  const streams: pino.StreamEntry[] = []
  if (options.dir !== undefined) {
    mkdirSync(options.dir, { recursive: true, mode: 0o700 })
    const dest = join(options.dir, `${options.name}.log`)
    streams.push({ level, stream: pino.destination({ dest, sync: true, mode: 0o600 }) })
  }
  if (readable) streams.push({ level, stream: prettyStderr() })
  if (streams.length === 0) streams.push({ level, stream: pino.destination({ dest: STDERR, sync: true }) })

  const log = pino(
    {
      level,
      base: { process: options.name, pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: (error: unknown) => error },
      formatters: {
        level: (label) => ({ level: label }),
        log: redactFields,
      },
    },
    pino.multistream(streams),
  )
  return redactChildren(log)
}

type ChildMethod = (this: Log, bindings: Bindings, options?: ChildLoggerOptions) => Log

/** pino does not format the bindings of children; they inherit this method, and so do their children. */
function redactChildren(log: Log): Log {
  const child: ChildMethod = log.child
  const redactedChild: ChildMethod = function (bindings, options) {
    return child.call(this, redact(bindings), options)
  }
  return Object.assign(log, { child: redactedChild })
}

/** `err` is what pino names a logged error; it becomes plain fields before any serializer sees it. */
function redactFields(fields: Record<string, unknown>): Record<string, unknown> {
  const { err, ...rest } = fields
  return { ...redact(rest), ...(err === undefined ? {} : { err: serializeError(err) }) }
}

function prettyStderr(): NodeJS.WritableStream {
  return pretty({
    sync: true,
    destination: STDERR,
    colorize: process.stderr.isTTY === true && !process.env.NO_COLOR,
    translateTime: 'SYS:HH:MM:ss',
    ignore: 'pid,process',
    messageFormat: '{process}: {msg}',
  })
}
