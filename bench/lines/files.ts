import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { projectRoot } from '../../embedded/paths.ts'
import type { Measurement } from '../line.ts'
import type { Stand } from '../stand.ts'

const KIB = 1024

/** What every worker loads into its sandbox, without the source map that is appended for readable stacks. */
export async function bundleSize({ referenceBundle }: Stand): Promise<Measurement> {
  const ours = await codeSize(join(projectRoot(), 'dist', 'workflow-bundle.js'))
  return { value: ours, reference: await codeSize(referenceBundle), samples: [ours] }
}

async function codeSize(file: string): Promise<number> {
  const code = await readFile(file, 'utf8')
  const map = code.lastIndexOf('\n//# sourceMappingURL=')
  return Buffer.byteLength(map === -1 ? code : code.slice(0, map)) / KIB
}
