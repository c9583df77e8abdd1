import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Child, spawnChild } from '../../embedded/child.ts'
import { identityOf } from '../../embedded/identity.ts'
import { folderOwner, lockFolder } from '../../embedded/lock.ts'
import { pidFileOf, stopOrphans } from '../../embedded/orphans.ts'
import { startService, untilReady } from '../../embedded/service.ts'
import { eventually, quietLog, removeFolders, temporaryFolder } from './support.ts'

afterAll(removeFolders)

async function launchShell(script: string): Promise<Child> {
  const folder = await temporaryFolder()
  return spawnChild({
    name: 'shell',
    command: '/bin/sh',
    args: ['-c', script],
    env: { PATH: process.env.PATH ?? '' },
    cwd: folder,
    stopSignal: 'SIGTERM',
    stopWait: 300,
    pidFile: join(folder, 'shell.pid'),
    onLine: () => undefined,
  })
}

test('a service that keeps dying is given up after five restarts', async () => {
  let launches = 0
  const givenUp = new Promise<Error>((resolve) => {
    quietLog().then((log) =>
      startService({
        name: 'shell',
        log,
        launch: () => {
          launches += 1
          return launchShell('exit 3')
        },
        onGivenUp: resolve,
      }),
    )
  })
  await expect(givenUp).resolves.toMatchObject({ code: 'serviceKeepsDying', message: /ended 6 times/ })
  expect(launches).toBe(6)
})

test('a service that ends before it answers is explained with its last words', async () => {
  const child = await launchShell('echo "cannot open the database" >&2; exit 1')
  await expect(untilReady('Shell', child, async () => false, { timeout: 10_000, every: 20 })).rejects.toThrow(
    'Shell did not start (exit code 1): cannot open the database',
  )
})

test('a service that never answers is stopped and said so', async () => {
  const child = await launchShell('sleep 60')
  await expect(untilReady('Shell', child, async () => false, { timeout: 50, every: 10 })).rejects.toThrow(
    'no answer within 0.05 s',
  )
  await expect(identityOf(child.pid)).resolves.toBeNull()
})

test('a child that ignores the stop signal is killed', async () => {
  const child = await launchShell('trap "" TERM; echo ready; while :; do sleep 1; done')
  await eventually(() => child.tail() || null)
  await child.stop()
  await expect(child.exited).resolves.toBe('killed by SIGKILL')
})

test('a program that does not exist is refused, not thrown into the air', async () => {
  const folder = await temporaryFolder()
  await expect(
    spawnChild({
      name: 'Nothing',
      command: join(folder, 'nothing'),
      args: [],
      env: {},
      cwd: folder,
      stopSignal: 'SIGTERM',
      stopWait: 100,
      pidFile: join(folder, 'nothing.pid'),
      onLine: () => undefined,
    }),
  ).rejects.toMatchObject({ code: 'serviceDidNotStart' })
})

describe('after a parent was killed', () => {
  test('its children are stopped by the next start', async () => {
    const runDir = await temporaryFolder()
    const orphan = spawn('sleep', ['300'], { detached: true, stdio: 'ignore' })
    const ended = once(orphan, 'exit')
    const pid = orphan.pid ?? 0
    await writeFile(pidFileOf(runDir, 'temporal'), JSON.stringify({ pid, identity: await identityOf(pid) }))
    await stopOrphans(runDir, await quietLog())
    await expect(ended).resolves.toEqual([null, 'SIGINT'])
    expect(existsSync(pidFileOf(runDir, 'temporal'))).toBe(false)
  })

  test('a stranger that got the same pid is left alone', async () => {
    const runDir = await temporaryFolder()
    const stranger = spawn('sleep', ['300'], { stdio: 'ignore' })
    const file = { pid: stranger.pid, identity: 'some other boot/12345' }
    await writeFile(pidFileOf(runDir, 'postgres'), JSON.stringify(file))
    await stopOrphans(runDir, await quietLog())
    expect(await identityOf(stranger.pid ?? 0)).not.toBeNull()
    stranger.kill('SIGKILL')
  })

  test('its claim on the folder is nobody’s', async () => {
    const runDir = join(await temporaryFolder(), 'run')
    await mkdir(runDir)
    await writeFile(join(runDir, `claim-${process.ppid}-0123456789abcdef`), '')
    await expect(folderOwner(runDir)).resolves.toBeNull()
    const lock = await lockFolder(runDir)
    await expect(folderOwner(runDir)).resolves.toBe(process.pid)
    await lock.release()
    await expect(folderOwner(runDir)).resolves.toBeNull()
  })
})
