import { existsSync } from 'node:fs'
import { freeBytes, LEAST_ROOM } from '../client/room.ts'
import { codeOf, reasonOf, StackError } from './errors.ts'
import type { StackPaths } from './paths.ts'

/** What a service says or does whose disk is full, beside the system's own codes. */
const CONSEQUENCES: readonly unknown[] = [
  'ENOSPC',
  'EDQUOT',
  'postgresInitFailed',
  'serviceDidNotStart',
  'serviceKeepsDying',
]
const MIB = 1024 ** 2

/** A stack that has data is started however little room there is: it must be possible to read and to end. */
export async function requireRoomToBegin({ dataDir, postgresDir }: StackPaths): Promise<void> {
  if (existsSync(postgresDir)) return
  const free = await freeBytes(dataDir)
  if (free < LEAST_ROOM) throw new StackError('diskFull', tooLittle(dataDir, free))
}

/** The error itself, or, where it only follows from a full disk, that. */
export async function orFullDisk(error: unknown, folder: string): Promise<unknown> {
  if (!CONSEQUENCES.includes(codeOf(error))) return error
  const free = await freeBytes(folder)
  if (free >= LEAST_ROOM) return error
  const sentence = `${tooLittle(folder, free)} (${reasonOf(error)})`
  return new StackError('diskFull', sentence, {}, { cause: error })
}

const tooLittle = (folder: string, free: number): string =>
  `there is too little room on the disk of ${folder}: ${Math.floor(free / MIB)} MiB are free, ${LEAST_ROOM / MIB} MiB ` +
  'are needed'
