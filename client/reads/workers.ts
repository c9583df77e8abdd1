import type { Client } from '@temporalio/client'

/** A worker asks again within a minute; who has not for longer is gone. */
const SILENT_MS = 70_000
const WORKFLOW_TASKS = 1

/** True where a worker asks the engine for the tasks of processes. */
export async function workerAsks(client: Client, namespace: string, taskQueue: string): Promise<boolean> {
  const { pollers = [] } = await client.workflowService.describeTaskQueue({
    namespace,
    taskQueue: { name: taskQueue },
    taskQueueType: WORKFLOW_TASKS,
  })
  return pollers.some(
    ({ lastAccessTime }) => Date.now() - Number(lastAccessTime?.seconds ?? 0) * 1_000 < SILENT_MS,
  )
}
