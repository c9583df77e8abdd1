import { access, constants, mkdir, stat } from 'node:fs/promises'
import { Refused } from '../schema/refused.ts'
import { codeOf, StackError } from './errors.ts'

const WHY: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EEXIST: 'it is a file',
  ENOTDIR: 'it is a file, or lies below one',
  EPERM: 'this user may not write there',
  EROFS: 'its disk can only be read',
}

/**
 * The folder of the stack, made where it is missing; only its owner enters it.
 * @throws StackError folderUnusable where it is no folder or cannot be written
 */
export async function requireFolder(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 })
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    const why = WHY[codeOf(error) ?? '']
    if (why === undefined) throw error
    const sentence = `${dataDir} cannot be the data folder: ${why}`
    throw new StackError('folderUnusable', sentence, { folder: dataDir })
  }
}

/** For who only looks for a stack: a folder that is missing holds none. @throws Refused folderUnusable */
export async function requireNoFile(dataDir: string): Promise<void> {
  const found = await stat(dataDir).catch((error: unknown) => {
    const code = codeOf(error) ?? ''
    if (code === 'ENOENT') return null
    throw WHY[code] === undefined ? error : new Refused('folderUnusable', { folder: dataDir })
  })
  if (found?.isDirectory() === false) throw new Refused('folderUnusable', { folder: dataDir })
}
