import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { codeOf } from './errors.ts'
import type { StackPaths } from './paths.ts'

/** The keys of this data folder, made at its first start: `id:base64`. Without them its histories cannot be read. */
export async function payloadKeys(paths: StackPaths): Promise<string> {
  try {
    return (await readFile(paths.payloadKeysFile, 'utf8')).trim()
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
    const keys = `k1:${randomBytes(32).toString('base64')}`
    await writeFile(paths.payloadKeysFile, `${keys}\n`, { mode: 0o600, flag: 'wx' })
    return keys
  }
}
