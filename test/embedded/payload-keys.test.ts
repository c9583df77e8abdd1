import { readFile, rm, writeFile } from 'node:fs/promises'
import { newPayloadKey } from '../../client/codec.ts'
import { connectEngine } from '../../client/engine-connection.ts'
import { stackPaths } from '../../embedded/paths.ts'
import { prepare } from '../../embedded/system.ts'
import { launchWorker } from '../../embedded/worker.ts'
import { workflowBundle } from '../support/engine.ts'
import { quietLog, removeFolders, startTestStack, temporaryFolder } from './support.ts'

afterAll(removeFolders)

test('a lost key file is not silently replaced, and a replaced one is noticed before anything is encrypted', async () => {
  await workflowBundle()
  const dataDir = await temporaryFolder()
  const { payloadKeysFile } = stackPaths(dataDir)
  const log = await quietLog()
  const first = await startTestStack({ dataDir })
  try {
    await prepare(first)
    await (await launchWorker(first, log)).stop()
  } finally {
    await first.stop()
  }
  const keys = await readFile(payloadKeysFile, 'utf8')
  expect(keys.trim()).toBe(first.payloadKeys)

  await rm(payloadKeysFile)
  await expect(startTestStack({ dataDir })).rejects.toMatchObject({
    code: 'payloadKeysMissing',
    message: expect.stringContaining(payloadKeysFile),
  })

  await writeFile(payloadKeysFile, newPayloadKey())
  const replaced = await startTestStack({ dataDir })
  try {
    await expect(launchWorker(replaced, log)).rejects.toThrow(/encryption keys .*BITIM_PAYLOAD_KEYS/s)
    await expect(connectEngine(replaced)).rejects.toMatchObject({ code: 'payloadKeyUnknown' })
  } finally {
    await replaced.stop()
  }

  await writeFile(payloadKeysFile, keys)
  const restored = await startTestStack({ dataDir })
  try {
    await (await launchWorker(restored, log)).stop()
  } finally {
    await restored.stop()
  }
}, 120_000)
