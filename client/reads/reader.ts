import type { Language } from '../../messages/index.ts'
import type { Reader } from '../../messages/readable.ts'
import { describeTask } from '../../messages/tasks.ts'
import { namesFor } from '../../registers/names.ts'
import type { Data } from '../../workflows/durable/types.ts'
import type { Scope } from './scope.ts'
import { MAX_LIMIT } from './scope.ts'
import { listTasks } from './tasks.ts'

/**
 * What the words of these data need: the institution's zone and a name for every id that stands in them; with its code
 * where somebody types codes.
 */
export async function readerFor(
  scope: Scope,
  language: Language,
  data: readonly Data[],
  withCodes = false,
): Promise<Reader> {
  const { rows } = await scope.pool.query<{ time_zone: string }>({
    name: 'read-zone',
    text: 'SELECT time_zone FROM institution WHERE id = $1',
    values: [scope.institution],
  })
  const names = await namesFor(scope.pool, scope.institution, language, data, withCodes)
  return { language, timeZone: rows[0]?.time_zone ?? 'UTC', names }
}

/** The same with the tasks of a process by their keys: its events and the superior's task name them so. */
export async function withTasks(scope: Scope, process: string, reader: Reader): Promise<Reader> {
  const tasks = await listTasks(scope, { process, closed: true, limit: MAX_LIMIT })
  const named = tasks.map(({ key, kind, data }) => [key, describeTask(kind, data, reader).do])
  return { ...reader, names: { ...Object.fromEntries(named), ...reader.names } }
}
