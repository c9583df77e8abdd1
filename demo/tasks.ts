import type { Sql } from '../database/database.ts'
import type { Data } from '../workflows/durable/types.ts'

/** An open task as its owner sees it, with what the story needs to know of its process. */
export interface OpenTask {
  id: string
  process: string
  kind: string
  key: string
  owner: string
  opened: Date
  due: Date
  data: Data
  state: Data
}

export async function openTasks(pool: Sql): Promise<OpenTask[]> {
  const { rows } = await pool.query<OpenTask>({
    name: 'story-tasks',
    text: `SELECT task.id, process_id AS process, task.kind, key, owner.code AS owner, task.opened_at AS opened, due_at AS due,
                  data, process.state
           FROM task JOIN person owner ON owner.id = task.owner_id JOIN process ON process.id = process_id
           WHERE task.state IN ('open', 'escalated') ORDER BY task.opened_at, task.id`,
  })
  return rows
}
