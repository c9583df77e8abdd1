import { build } from './build.mjs'
import { generateClient } from './generate.mjs'
import { checkNode, completePostgres, installPackages } from './install.mjs'
import { isMain, oneAtATime, runScript } from './support.mjs'
import { findTemporal } from './temporal.mjs'

/** Everything a fresh clone needs, in order; says nothing when nothing is to do. Safe to run twice at once. */
export async function setup() {
  checkNode()
  await oneAtATime('preparing', async () => {
    await installPackages()
    await completePostgres()
    await generateClient()
    await findTemporal()
  })
  await build()
}

if (isMain(import.meta.url)) await runScript(setup)
