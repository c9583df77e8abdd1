import { setTimeout as pause } from 'node:timers/promises'
import type { Client } from '@temporalio/client'
import {
  isGrpcServiceError,
  WithStartWorkflowOperation,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client'
import { ApplicationFailure } from '@temporalio/common'
import type { Database } from '../database/database.ts'
import { Refused } from '../schema/refused.ts'
import type { ProcessInput, Reached } from '../workflows/durable/messages.ts'
import type { Command, ProcessKind } from '../workflows/durable/types.ts'
import type { BusinessClock } from './clock.ts'
import { aliveRows } from './rebuild/alive.ts'
import { positionOf } from './rebuild/position.ts'

export interface EngineDeps {
  client: Client
  database: Database
  taskQueue: string
  clock: BusinessClock
  /** How long a command waits for a worker, in milliseconds. */
  patience?: number
  /** Tests only: processes begun here continue as new after this many facts. */
  renewEvery?: number
}

export interface Beginning extends Omit<ProcessInput, 'clockOffset' | 'running'> {
  kind: ProcessKind
}

const NOBODY = { person: null, roles: [] }

/** gRPC status codes: deadline exceeded, resource exhausted, unavailable. */
const DEADLINE = 4
const BUSY: readonly number[] = [8, 14]
const TRIES = 4
/** Longer than the engine takes to give a dead worker's processes to another one. */
const CATCH_UP_MS = 20_000
const ASK_AGAIN_MS = 200

/** Commands to processes: idempotent by command id, answered once recorded, refused with a catalogue code. */
export class Engine {
  constructor(readonly deps: EngineDeps) {}

  /** Begins a process unless this very command began it before. */
  async begin(beginning: Beginning): Promise<Reached> {
    const { kind, ...input } = beginning
    const { client, clock, taskQueue, renewEvery } = this.deps
    const command: Command = { id: input.command, type: 'begin', data: {}, by: input.by ?? NOBODY }
    const clockOffset = await clock.offset()
    return this.attempt(input.id, input.command, () =>
      client.workflow.executeUpdateWithStart<(input: ProcessInput) => Promise<void>, Reached, [Command]>(
        'command',
        {
          args: [command],
          updateId: command.id,
          startWorkflowOperation: new WithStartWorkflowOperation(kind, {
            workflowId: input.id,
            taskQueue,
            args: [{ ...input, clockOffset, ...(renewEvery === undefined ? {} : { renewEvery }) }],
            workflowIdConflictPolicy: 'USE_EXISTING',
            // One that was ended because it was not recorded may begin once more.
            workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
          }),
        },
      ),
    )
  }

  /**
   * Sends a command; repeated with the same id it answers what it answered first, however long ago that was: a process
   * remembers its latest commands, the record every one. `once` says that the id was made for this call alone.
   */
  async command(process: string, command: Command, once = false): Promise<Reached> {
    const known = once ? null : await this.recorded(process, command.id)
    // One that does not know all that is recorded of it finds out by being asked.
    if (known !== null && !(await this.isBehind(process))) return known
    await this.deps.clock.catchUp(process)
    const handle = this.deps.client.workflow.getHandle(process)
    return this.attempt(process, command.id, () =>
      handle.executeUpdate<Reached, [Command]>('command', { args: [command], updateId: command.id }),
    )
  }

  private async attempt(process: string, command: string, send: () => Promise<Reached>): Promise<Reached> {
    const { client, patience = 15_000 } = this.deps
    const end = Date.now() + CATCH_UP_MS
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await client.withDeadline(Date.now() + patience, send)
      } catch (error) {
        const refused = refusalIn(error)
        if (refused !== null) {
          // What it refuses without knowing all that is recorded of it is no answer. One whose worker died in the
          // wrong moment finds out with its next look at the record; the engine's data may also be older.
          if (!(await this.isBehind(process))) throw refused
          if (Date.now() > end) throw new Refused('engineBehind', { process })
          await pause(ASK_AGAIN_MS)
          attempt -= 1
          continue
        }
        // The run that took the command may have ended or continued as new in the same task: ask again. What is
        // recorded already is not enough: the process itself may have lost the task in which it was.
        if (attempt < TRIES && isPassing(error)) continue
        const recorded = isBusy(error) ? null : await this.recorded(process, command)
        if (recorded !== null) return recorded
        if (error instanceof WorkflowNotFoundError && (await this.isOpen(process)))
          throw new Refused('engineBehind', { process })
        throw translated(error)
      }
    }
  }

  private async isBehind(process: string): Promise<boolean> {
    const { client, database } = this.deps
    const [row] = await aliveRows(database.all, [process])
    if (row === undefined) return false
    const position = await positionOf(client, process)
    return typeof position !== 'string' && position.seq < row.seq
  }

  /** By the record: the engine may have lost it. */
  private async isOpen(process: string): Promise<boolean> {
    return (await aliveRows(this.deps.database.all, [process])).length > 0
  }

  private async recorded(process: string, command: string): Promise<Reached | null> {
    const { rows } = await this.deps.database.all.query<{ seq: number | null }>(
      'SELECT max(seq) AS seq FROM event WHERE process_id = $1 AND command_id = $2',
      [process, command],
    )
    const seq = rows[0]?.seq ?? null
    return seq === null ? null : { seq }
  }
}

function refusalIn(error: unknown): Refused | null {
  const cause = error instanceof WorkflowUpdateFailedError ? error.cause : error
  if (!(cause instanceof ApplicationFailure) || cause.type === 'AcceptedUpdateCompletedWorkflow') return null
  return new Refused(cause.type ?? 'internal', (cause.details?.[0] ?? {}) as Record<string, unknown>)
}

function isPassing(error: unknown): boolean {
  if (error instanceof WorkflowUpdateFailedError) return true
  if (error instanceof WorkflowNotFoundError || error instanceof WorkflowUpdateRPCTimeoutOrCancelledError)
    return false
  return isBusy(error)
}

const isBusy = (error: unknown): boolean => isGrpcServiceError(error) && BUSY.includes(error.code)

function translated(error: unknown): unknown {
  if (error instanceof WorkflowNotFoundError) return new Refused('processEnded')
  if (error instanceof WorkflowExecutionAlreadyStartedError) return new Refused('alreadyStarted')
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return new Refused('workerSilent')
  if (isGrpcServiceError(error))
    return new Refused(error.code === DEADLINE ? 'workerSilent' : 'engineUnreachable')
  const cause = error instanceof Error ? error.cause : undefined
  if (isGrpcServiceError(cause))
    return new Refused(cause.code === DEADLINE ? 'workerSilent' : 'engineUnreachable')
  return error
}
