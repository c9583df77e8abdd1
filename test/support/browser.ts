import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { type Browser, chromium } from 'playwright-core'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const KEPT = join(tmpdir(), 'bitim-chromium-147.0.0')

/** One a suite: it takes half a gigabyte. As root Chromium runs without its sandbox or not at all. */
export async function openBrowser(): Promise<Browser> {
  const root = process.getuid?.() === 0
  return chromium.launch({
    executablePath: await findChromium(),
    args: [
      '--disable-gpu',
      '--no-first-run',
      '--disable-component-update',
      ...(root ? ['--no-sandbox'] : []),
    ],
  })
}

/** CHROMIUM_PATH, else what is on the PATH, else the one of the development package, unpacked once a machine. */
async function findChromium(): Promise<string> {
  const given = process.env.CHROMIUM_PATH
  if (given !== undefined && given !== '') return given
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  const there = folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find(existsSync)
  return there ?? (await unpacked())
}

/** Its library unpacks into the temporary folder file by file: into one of its own, that is taken only whole. */
async function unpacked(): Promise<string> {
  const program = join(KEPT, 'chromium')
  if (existsSync(program)) return program
  const folder = await mkdtemp(join(tmpdir(), 'bitim-chromium-'))
  const script = `require('@sparticuz/chromium').executablePath().then(() => undefined)`
  await promisify(execFile)(process.execPath, ['-e', script], {
    env: { ...process.env, TMPDIR: folder },
  }).catch((error: unknown) => {
    throw new Error('No browser to test pages with: set CHROMIUM_PATH, or install chromium.', {
      cause: error,
    })
  })
  // Another suite may have been quicker; then its copy is as good.
  await rename(folder, KEPT).catch(() => rm(folder, { recursive: true, force: true }))
  return program
}
