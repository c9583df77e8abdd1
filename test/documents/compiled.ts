import { mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { transformSync } from '@swc/core'

const ROOT = join(__dirname, '..', '..')
const SOURCES = ['documents', 'language', 'schema/contracts']

/**
 * The renderer as it is installed: compiled JavaScript under dist/, templates and messages beside it. A worker
 * thread cannot be loaded from TypeScript sources. Returns the folder of the package.
 */
export function compiledRenderer(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bitim-documents-'))
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'bitim' }))
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  symlinkSync(join(ROOT, 'documents'), join(folder, 'documents'))
  for (const source of SOURCES) {
    for (const file of readdirSync(join(ROOT, source), { recursive: true, encoding: 'utf8' })) {
      if (file.endsWith('.ts')) compile(join(ROOT, source, file), join(folder, 'dist', source, file))
    }
  }
  compile(join(ROOT, 'schema', 'root.ts'), join(folder, 'dist', 'schema', 'root.ts'))
  return folder
}

function compile(from: string, to: string): void {
  const { code } = transformSync(readFileSync(from, 'utf8'), {
    filename: relative(ROOT, from),
    swcrc: false,
    jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
    module: { type: 'commonjs' },
  })
  mkdirSync(dirname(to), { recursive: true })
  writeFileSync(to.replace(/\.ts$/, '.js'), code.replace(/require\("(\.[^"]+)\.ts"\)/g, 'require("$1.js")'))
}
