import { existsSync } from 'node:fs'
import { relative } from 'node:path'
import { importFiles } from '../client/import.ts'
import { createLog } from '../logging/log.ts'
import { outliveListeners } from '../logging/sink.ts'
import type { StackError } from './errors.ts'
import { requireFolder } from './folder.ts'
import { readOptions, type StartOptions, USAGE } from './options.ts'
import { stackPaths } from './paths.ts'
import { refuse, refuseStart } from './refuse.ts'
import { type System, startSystem } from './system.ts'

const say = (line: string): boolean => process.stdout.write(`${line}\n`)

/** Brings the stack up and keeps it until Ctrl-C, SIGTERM or a service that cannot be kept alive. */
export async function main(argv: string[]): Promise<number> {
  let options: StartOptions | 'help'
  try {
    options = readOptions(argv)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`)
    return 2
  }
  if (options === 'help') {
    process.stdout.write(USAGE)
    return 0
  }
  outliveListeners()
  const { dataDir, load } = options
  if (load !== null && !existsSync(load)) {
    refuse(`There is nothing to import at ${load}.`, 'fileNotFound')
    return 1
  }
  try {
    await requireFolder(dataDir)
  } catch (error) {
    refuseStart(error)
    return 3
  }
  const log = createLog({ name: 'stack', dir: stackPaths(dataDir).logsDir })
  let failed: StackError | null = null
  let end: () => void = () => undefined
  const asked = new Promise<void>((resolve) => {
    end = resolve
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
  })
  const onFailure = (error: StackError): void => {
    failed = error
    end()
  }
  let system: System
  try {
    system = await startSystem({ dataDir, log, onFailure })
  } catch (error) {
    refuseStart(error)
    return 3
  }
  try {
    const imported = load === null || (await importInto(system, load, log))
    if (!imported)
      process.stderr.write('The import was refused; see the report of: npm run bitim -- import <folder>\n')
    describe(system)
    say(`Open ${await system.door.welcome()}`)
    await asked
    say('Stopping …')
  } finally {
    await system.stop()
  }
  if (failed === null) return 0
  const { message, code }: StackError = failed
  refuse(`The stack stopped: ${message}`, code)
  return 3
}

async function importInto(system: System, path: string, log: ReturnType<typeof createLog>): Promise<boolean> {
  const { database } = system.connected
  const { rows } = await database.all.query('SELECT FROM institution LIMIT 1')
  if (rows.length > 0) {
    say(
      'The database holds an institution already: nothing was imported. Use: npm run bitim -- import <folder>',
    )
    return true
  }
  const report = await importFiles({ database, log }, path)
  return report.ok
}

function describe({ stack }: System): void {
  const here = (folder: string): string => relative(process.cwd(), folder) || '.'
  const paths = stackPaths(stack.dataDir)
  const database = new URL(stack.databaseUrl)
  say('Bitim is up.')
  say(`  Pages        ${stack.address}`)
  say(
    `  PostgreSQL   ${database.hostname}:${database.port}, database ${database.pathname.slice(1)} (password in ${here(paths.passwordFile)})`,
  )
  say(`  Temporal     ${stack.temporalAddress}, namespace ${stack.temporalNamespace}`)
  say(`  Mail inbox   ${here(stack.inboxDir)} (SMTP ${stack.smtp.host}:${stack.smtp.port})`)
  say(`  Papers       ${here(stack.documentsDir)}`)
  say(`  Logs         ${here(paths.logsDir)}`)
  say('  Next         npm run bitim -- --help')
  say('Ctrl-C stops it; nothing is lost.')
}
