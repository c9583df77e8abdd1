import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { newPayloadKey } from '../client/codec.ts'
import { codeOf, StackError } from './errors.ts'
import type { StackPaths } from './paths.ts'

/**
 * The keys of this data folder, made at its first start. Without them its histories cannot be read.
 *
 * @throws StackError payloadKeysMissing when the folder holds data and its keys are gone.
 */
export async function payloadKeys(paths: StackPaths): Promise<string> {
  const { payloadKeysFile: file, postgresDir, temporalDb } = paths
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
  }
  if (existsSync(postgresDir) || existsSync(temporalDb)) {
    throw new StackError(
      'payloadKeysMissing',
      `${file} is gone, and what is kept in ${paths.dataDir} cannot be read without it: put it back from a copy, or ` +
        'start in another folder',
      { file },
    )
  }
  const keys = newPayloadKey()
  await writeFile(file, `${keys}\n`, { mode: 0o600, flag: 'wx' })
  return keys
}
