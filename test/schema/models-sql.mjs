// Prints the SQL of the tables that the models describe. A process of its own, because the engine is a WebAssembly
// module that jest's registry cannot load.
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import * as engineModule from '@prisma/schema-engine-wasm/schema_engine_bg'

const [databaseUrl, schemaFile] = process.argv.slice(2)

const require = createRequire(import.meta.url)
const folder = dirname(require.resolve('@prisma/schema-engine-wasm/schema_engine_bg'))
const bytes = await readFile(join(folder, 'schema_engine_bg.wasm'))
const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': engineModule })
engineModule.__wbg_set_wasm(instance.exports)
instance.exports.__wbindgen_start()

const content = await readFile(schemaFile, 'utf8')
const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg({ connectionString: databaseUrl }))
const options = { datamodels: [['schema.prisma', content]], resetShadowDatabase: false }
const engine = await engineModule.SchemaEngine.new(options, () => {}, adapter)
const { stdout } = await engine.diff({
  from: { tag: 'empty' },
  to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content }] },
  script: true,
  exitCode: null,
  filters: { externalTables: [], externalEnums: [] },
})
process.stdout.write(stdout ?? '', () => process.exit(0))
