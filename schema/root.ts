import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The folder of the package named bitim: templates and messages lie there, beside dist and not in it. */
export function packageRoot(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const file = join(folder, 'package.json')
    if (existsSync(file) && isBitim(readFileSync(file, 'utf8'))) return folder
    if (dirname(folder) === folder) throw new Error('no package.json of bitim above the renderer')
  }
}

function isBitim(json: string): boolean {
  const parsed: unknown = JSON.parse(json)
  return typeof parsed === 'object' && parsed !== null && 'name' in parsed && parsed.name === 'bitim'
}
