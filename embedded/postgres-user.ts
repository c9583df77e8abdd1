import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { promisify } from 'node:util'
import { codeOf, StackError } from './errors.ts'
import { ancestors } from './paths.ts'

const run = promisify(execFile)

export interface SystemUser {
  uid: number
  gid: number
}

/** Users every system has or PostgreSQL packages create; nothing is added to the machine. */
const CANDIDATES = ['postgres', 'nobody'] as const

/**
 * PostgreSQL refuses to run as root. Started as root (a container), it runs as the user who owns the existing
 * data, else as postgres, else as nobody. Null when this process is not root.
 */
export async function postgresUser(postgresDir: string): Promise<SystemUser | null> {
  if (process.getuid?.() !== 0) return null
  const owner = await ownerOf(postgresDir)
  if (owner && owner.uid !== 0) return owner
  for (const name of CANDIDATES) {
    const user = await lookUp(name)
    if (user) return user
  }
  throw new StackError('postgresInitFailed', 'PostgreSQL must not run as root and no other user was found')
}

/**
 * The folders that have to be opened for that user, checked beforehand: PostgreSQL itself would only say
 * "permission denied".
 *
 * @throws StackError postgresUnreachableFolder naming the first folder that is closed.
 */
export async function assertReachable(user: SystemUser, folders: readonly string[]): Promise<void> {
  for (const folder of folders.flatMap((each) => ancestors(each).reverse())) {
    const { mode, uid, gid } = await stat(folder)
    const mayEnter = uid === user.uid ? mode & 0o100 : gid === user.gid ? mode & 0o010 : mode & 0o001
    if (mayEnter === 0) {
      throw new StackError(
        'postgresUnreachableFolder',
        `PostgreSQL cannot run as root, and the user it runs as (uid ${user.uid}) may not enter ${folder}: ` +
          `run as an ordinary user, or open it (chmod o+x ${folder}), or work in another folder`,
        { folder, uid: user.uid },
      )
    }
  }
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

async function lookUp(name: string): Promise<SystemUser | null> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])])
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  } catch {
    return null // id answers 1 for a name it does not know
  }
}
