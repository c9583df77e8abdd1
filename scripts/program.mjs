import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root, runScript } from './support.mjs'

/**
 * Prepares, then runs the main function of a compiled module with the arguments given on the command line.
 * The number it answers becomes the exit code.
 */
export async function runProgram(module, prepare) {
  await runScript(async () => {
    await prepare()
    const { main } = await import(pathToFileURL(join(root, 'dist', module)).href)
    const code = await main(process.argv.slice(2))
    if (typeof code === 'number') process.exitCode = code
  })
}
