import { setTimeout as pause } from 'node:timers/promises'
import type { Log } from '../logging/log.ts'
import { type Child, within } from './child.ts'
import { reasonOf, StackError } from './errors.ts'

/** A child that dies more often than this within the window is given up. */
const MOST_RESTARTS = 5
const WINDOW = 60_000
/** Milliseconds before the first restart; doubled for every further one within the window. */
const FIRST_PAUSE = 100

export interface ServiceOptions {
  name: string
  log: Log
  /** Starts the program and answers when it accepts work; rejects with the reason when it does not. */
  launch(): Promise<Child>
  /** The service died too often; it stays down. */
  onGivenUp(error: StackError): void
}

/** One child that is kept alive: when it ends without being asked to, it is started again. */
export interface Service {
  readonly name: string
  /** The pid while it runs, else null. */
  pid(): number | null
  restart(): Promise<void>
  stop(): Promise<void>
}

export async function startService(options: ServiceOptions): Promise<Service> {
  const { name, log } = options
  let stopping = false
  let restarts: number[] = []
  let current: Child | null = await options.launch()
  /** Start-ups and stops follow each other; they never overlap. */
  let turn: Promise<void> = Promise.resolve()
  watch(current)

  function watch(child: Child): void {
    void child.exited.then((how) => {
      if (current !== child) return
      current = null
      if (stopping) return
      log.error({ service: name, how, lastLines: child.tail() }, 'a service ended unexpectedly')
      turn = turn.then(revive)
    })
  }

  async function revive(): Promise<void> {
    while (!stopping && !current) {
      const now = Date.now()
      restarts = restarts.filter((at) => now - at < WINDOW)
      if (restarts.length >= MOST_RESTARTS) {
        options.onGivenUp(
          new StackError('serviceKeepsDying', `${name} ended ${restarts.length + 1} times within a minute`, {
            name,
          }),
        )
        return
      }
      await pause(FIRST_PAUSE * 2 ** restarts.length)
      restarts.push(now)
      if (!stopping) await relaunch()
    }
  }

  async function relaunch(): Promise<void> {
    try {
      current = await options.launch()
      watch(current)
      log.info({ service: name, servicePid: current.pid }, 'service started again')
    } catch (error) {
      log.error({ service: name, reason: reasonOf(error) }, 'service could not be started again')
    }
  }

  async function stopCurrent(): Promise<void> {
    const child = current
    current = null
    await child?.stop()
  }

  return {
    name,
    pid: () => current?.pid ?? null,
    restart: () => {
      const done = turn.then(async () => {
        await stopCurrent()
        current = await options.launch()
        watch(current)
      })
      turn = done.catch(() => undefined)
      return done
    },
    stop: async () => {
      stopping = true
      const done = turn.then(stopCurrent)
      turn = done.catch(() => undefined)
      await done
    },
  }
}

/**
 * Waits until a started child answers. Polling, because neither server announces its readiness in a form that
 * is promised to stay.
 *
 * @throws StackError serviceDidNotStart with the child's last lines.
 */
export async function untilReady(
  name: string,
  child: Child,
  answers: () => Promise<boolean>,
  limits: { timeout: number; every: number },
): Promise<void> {
  const end = Date.now() + limits.timeout
  let how: string | undefined
  void child.exited.then((exit) => {
    how = exit
  })
  while (how === undefined && Date.now() < end) {
    if (await answers()) return
    await within(child.exited, limits.every)
  }
  const why = how ?? `no answer within ${limits.timeout / 1000} s`
  await child.stop()
  throw new StackError(
    'serviceDidNotStart',
    `${name} did not start (${why}): ${child.tail() || 'it said nothing'}`,
    {
      name,
      why,
    },
  )
}
