import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** Everything the embedded stack keeps, under one folder that may be copied or deleted as a whole. */
export interface StackPaths {
  dataDir: string
  postgresDir: string
  passwordFile: string
  payloadKeysFile: string
  temporalDb: string
  inboxDir: string
  documentsDir: string
  logsDir: string
  /** Claims, pid files and the description of the running stack; worthless once nothing runs. */
  runDir: string
  portsFile: string
}

export function stackPaths(dataDir: string): StackPaths {
  const root = resolve(dataDir)
  return {
    dataDir: root,
    postgresDir: join(root, 'postgres'),
    passwordFile: join(root, 'postgres-password'),
    payloadKeysFile: join(root, 'payload-keys'),
    temporalDb: join(root, 'temporal', 'temporal.db'),
    inboxDir: join(root, 'inbox'),
    documentsDir: join(root, 'documents'),
    logsDir: join(root, 'logs'),
    runDir: join(root, 'run'),
    portsFile: join(root, 'ports.json'),
  }
}

/** The folder with package.json, from sources as well as from dist. */
export function projectRoot(from = __dirname): string {
  const found = ancestors(from).find((folder) => existsSync(join(folder, 'package.json')))
  if (found === undefined) throw new Error(`no package.json above ${from}`)
  return found
}

/** A folder of an installed package, wherever npm hoisted it to. */
export function installedPackage(name: string): string | undefined {
  return ancestors(projectRoot())
    .map((folder) => join(folder, 'node_modules', name))
    .find((folder) => existsSync(folder))
}

/** The folder itself and all folders above it, nearest first. */
export function ancestors(folder: string): string[] {
  const parent = dirname(folder)
  return parent === folder ? [folder] : [folder, ...ancestors(parent)]
}
