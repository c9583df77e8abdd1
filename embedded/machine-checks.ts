import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { freeBytes, LEAST_ROOM } from '../client/room.ts'
import { codeOf, reasonOf } from './errors.ts'
import type { Answer } from './finding.ts'
import { installedPackage, projectRoot, type StackPaths } from './paths.ts'
import { describeBinaries } from './postgres-binaries.ts'
import { postgresUser } from './postgres-user.ts'
import { findTemporal } from './temporal.ts'

const run = promisify(execFile)

const OLDEST_NODE = [20, 19] as const
/** Bytes; below this the databases and documents of a year may not fit. */
const ENOUGH_DISK = 1024 ** 3
const FONT_STYLES = ['400Regular', '400Regular_Italic', '700Bold', '700Bold_Italic']
const SET_UP = 'run npm run setup'

export function checkNode(): Answer {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const [oldestMajor, oldestMinor] = OLDEST_NODE
  const detail = `Node ${process.versions.node}`
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return { ok: true, detail }
  return { ok: false, detail, next: `install Node ${OLDEST_NODE.join('.')} or newer` }
}

/** The set-up script knows how to compare; it runs before anything is built and so lives outside of it. */
export async function checkPackages(): Promise<Answer> {
  const script = pathToFileURL(join(projectRoot(), 'scripts', 'install.mjs')).href
  const question = `import(process.argv[1]).then((install) => install.packagesAreCurrent()).then(console.log)`
  const { stdout } = await run(process.execPath, ['-e', question, script])
  if (stdout.trim() === 'true') return { ok: true, detail: 'node_modules fits package-lock.json' }
  return { ok: false, detail: 'node_modules does not fit package-lock.json', next: SET_UP }
}

export function checkFonts(): Answer {
  const folder = installedPackage('@expo-google-fonts/tinos')
  const missing = FONT_STYLES.filter(
    (style) => folder === undefined || !existsSync(join(folder, style, `Tinos_${style}.ttf`)),
  )
  if (missing.length === 0) return { ok: true, detail: `Tinos in ${FONT_STYLES.length} styles` }
  return { ok: false, detail: `Tinos lacks ${missing.join(', ')}`, next: SET_UP }
}

export async function checkDisk(folder: string): Promise<Answer> {
  const free = await freeBytes(folder)
  const detail = `${(free / 1024 ** 3).toFixed(1)} GiB free at ${folder}`
  if (free >= ENOUGH_DISK) return { ok: true, detail }
  const refusing = `below ${LEAST_ROOM / 1024 ** 2} MiB nothing new is begun`
  return { ok: false, detail, next: `free at least 1 GiB; ${refusing}` }
}

export async function checkPostgresBinary({ postgresDir }: StackPaths): Promise<Answer> {
  try {
    return { ok: true, detail: await describeBinaries(await postgresUser(postgresDir)) }
  } catch (error) {
    if (codeOf(error) !== 'postgresBinaryMissing') throw error
    return { ok: false, detail: reasonOf(error), next: SET_UP }
  }
}

export async function checkTemporalBinary(): Promise<Answer> {
  try {
    const source = await findTemporal({ install: false })
    if ('address' in source) return { ok: true, detail: `a running server is used: ${source.address}` }
    return { ok: true, detail: `${source.version} at ${source.binary}` }
  } catch (error) {
    if (codeOf(error) !== 'temporalBinaryMissing') throw error
    return { ok: false, detail: reasonOf(error), next: SET_UP }
  }
}
