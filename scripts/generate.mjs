import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { hashFiles, outputOf, packageProgram, Refusal, readStamp, root, say, writeStamp } from './support.mjs'

const SCHEMA = join(root, 'schema', 'schema.prisma')
const INPUTS = [SCHEMA, join(root, 'prisma.config.ts'), join(root, 'node_modules', 'prisma', 'package.json')]

/** Writes Prisma's client to schema/generated when the schema, its configuration or Prisma itself changed. */
export async function generateClient() {
  const inputs = await hashFiles(INPUTS)
  const isThere = existsSync(join(root, 'schema', 'generated', 'client.ts'))
  if (isThere && (await readStamp('generated')) === inputs) return
  say('generating the database client …')
  const program = packageProgram('prisma/build/index.js')
  const result = await outputOf(process.execPath, [program, 'generate', '--schema', SCHEMA, '--no-hints'], {
    env: {
      ...process.env,
      // It would download its schema engine, which generating does not use; any executable satisfies it.
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    },
  })
  if (result.code !== 0) throw new Refusal(`prisma generate failed:\n${result.stdout}${result.stderr}`)
  await writeStamp('generated', inputs)
}
