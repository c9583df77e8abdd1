import { join } from 'node:path'
import pino, { type Bindings, type ChildLoggerOptions, type Level, type Logger } from 'pino'
import { prettyFactory } from 'pino-pretty'
import { redact, serializeError } from './redact.ts'
import { ErrorOutput, FileSink, type Sink } from './sink.ts'

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

/**
 * A log that never writes to stdout (that belongs to the program's answer) and never lets personal data,
 * secrets or payloads through, whatever it is given. A full disk or a closed pipe does not end the process.
 */
export function createLog(options: LogOptions): Log {
  const level = options.level ?? 'info'
  const readable = options.pretty ?? process.stderr.isTTY === true
  const streams: pino.StreamEntry[] = []
  if (options.dir !== undefined) {
    streams.push({ level, stream: new FileSink(join(options.dir, `${options.name}.log`)) })
  }
  if (readable) streams.push({ level, stream: prettyStderr() })
  if (streams.length === 0) streams.push({ level, stream: new ErrorOutput() })

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

function prettyStderr(): Sink {
  const readable = prettyFactory({
    colorize: process.stderr.isTTY === true && !process.env.NO_COLOR,
    translateTime: 'SYS:HH:MM:ss',
    ignore: 'pid,process',
    messageFormat: '{process}: {msg}',
  })
  const output = new ErrorOutput()
  return { write: (line) => output.write(readable(line)) }
}
