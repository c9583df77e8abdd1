import { readFile, stat } from 'node:fs/promises'
import { codeOf, StackError } from './errors.ts'
import { ancestors } from './paths.ts'

export interface SystemUser {
  uid: number
  gid: number
}

/** Users every system has or PostgreSQL packages create; nothing is added to the machine. */
const CANDIDATES = ['postgres', 'nobody'] as const

/**
 * PostgreSQL refuses to run as root. Started as root (a container), it runs as the user who owns the existing
 * data, else as postgres, else as nobody. Null when this process is not root.
 *
 * @throws StackError postgresInitFailed where there is no such user, or the system is not Linux.
 */
export async function postgresUser(postgresDir: string): Promise<SystemUser | null> {
  if (process.getuid?.() !== 0) return null
  if (process.platform !== 'linux') {
    const sentence = 'PostgreSQL cannot run as root here: start Bitim as an ordinary user'
    throw new StackError('postgresInitFailed', sentence)
  }
  const owner = await ownerOf(postgresDir)
  if (owner && owner.uid !== 0) return owner
  const known = await systemUsers()
  const user = CANDIDATES.map((name) => known.get(name)).find((found) => found !== undefined)
  if (user) return user
  throw new StackError('postgresInitFailed', 'PostgreSQL must not run as root and no other user was found')
}

/** The first folder on the way to these that the user may not enter, or null. */
export async function closedFolder(user: SystemUser, folders: readonly string[]): Promise<string | null> {
  for (const folder of folders.flatMap((each) => ancestors(each).reverse())) {
    const { mode, uid, gid } = await stat(folder)
    const mayEnter = uid === user.uid ? mode & 0o100 : gid === user.gid ? mode & 0o010 : mode & 0o001
    if (mayEnter === 0) return folder
  }
  return null
}

async function ownerOf(folder: string): Promise<SystemUser | null> {
  try {
    const { uid, gid } = await stat(folder)
    return { uid, gid }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  }
}

/** From the file rather than a program: a bare container may have none that tells. */
async function systemUsers(): Promise<Map<string, SystemUser>> {
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'))
  return new Map(lines.map(([name = '', , uid, gid]) => [name, { uid: Number(uid), gid: Number(gid) }]))
}
