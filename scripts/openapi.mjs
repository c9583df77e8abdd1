import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setup } from './setup.mjs'
import { isMain, packageProgram, root, runOrRefuse, runScript, say } from './support.mjs'

/** Writes the description of the API anew, as the code says it. */
async function writeOpenApi() {
  await setup()
  const { openApi } = await import(join(root, 'dist', 'api', 'description.js'))
  const file = join(root, 'api', 'openapi.json')
  await writeFile(file, JSON.stringify(openApi()))
  await runOrRefuse(process.execPath, [packageProgram('@biomejs/biome/bin/biome'), 'format', '--write', file])
  say(`written: ${file}`)
}

if (isMain(import.meta.url)) await runScript(writeOpenApi)
