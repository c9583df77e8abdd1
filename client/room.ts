import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { isNativeError } from 'node:util/types'
import { Refused } from '../schema/refused.ts'
import type { Engine } from './engine.ts'

/** Bytes that the databases, papers and logs need to finish what was begun; with less nothing new is begun. */
export const LEAST_ROOM = 256 * 1024 ** 2

/** Bytes free on the disk a folder lies on, or will lie on. */
export async function freeBytes(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize
  } catch (error) {
    const missing = isNativeError(error) && 'code' in error && error.code === 'ENOENT'
    if (!missing || dirname(folder) === folder) throw error
    return freeBytes(dirname(folder))
  }
}

/** @throws Refused diskFull */
export async function requireRoom(folder: string): Promise<void> {
  if ((await freeBytes(folder)) < LEAST_ROOM) throw new Refused('diskFull')
}

type Door = Pick<Engine, 'begin' | 'command'>

/**
 * Commands from outside while there is room. A database whose disk is full stops in the middle of things; who is
 * refused before can come again, and what runs already has the rest to end in order.
 */
export function whileThereIsRoom(door: Door, folder: string): Door {
  return {
    begin: async (beginning) => {
      await requireRoom(folder)
      return door.begin(beginning)
    },
    command: async (process, command, once) => {
      await requireRoom(folder)
      return door.command(process, command, once)
    },
  }
}
