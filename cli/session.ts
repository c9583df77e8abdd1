import { randomUUID } from 'node:crypto'
import { isAbsolute, join, resolve } from 'node:path'
import type { By } from '../access/caller.ts'
import { fromCommandLine } from '../access/command-line.ts'
import type { Connected } from '../client/connect.ts'
import { connect } from '../client/connect.ts'
import type { Facade } from '../client/facade.ts'
import { institutionOf } from '../client/institution.ts'
import { actorOf } from '../client/people.ts'
import type { Scope } from '../client/reads/scope.ts'
import { workerAsks } from '../client/reads/workers.ts'
import type { Engines } from '../client/rebuild/strays.ts'
import { requireRoom } from '../client/room.ts'
import { Database } from '../database/database.ts'
import { requireNoFile } from '../embedded/folder.ts'
import type { RunningStack } from '../embedded/running.ts'
import { findRunningStack } from '../embedded/running.ts'
import { Refused } from '../schema/refused.ts'
import type { Hint } from './faults.ts'
import { UsageError } from './faults.ts'

/** The options that every command takes. */
export interface Globals {
  /** Folder of the embedded stack. */
  data?: string
  /** Code of the person who acts. */
  as?: string
  institution?: string
}

interface Place {
  databaseUrl: string
  temporalAddress: string
  temporalNamespace: string
  taskQueue: string
  /** Keys of what Temporal keeps; the workers' own. Empty where the environment names none. */
  payloadKeys: string
  documentsDir: string | null
  /** The embedded stack; null where the environment names servers of one's own. */
  stack: RunningStack | null
}

const DEFAULT_DATA = '.bitim'
const CONNECTIONS = 3

/** Opens what a command needs when it needs it: most only read the database. */
export class Session {
  /** What the command is about, for the next step of a refusal. */
  readonly hint: Hint = {}
  private known: Place | undefined
  private reading: Database | undefined
  private open: Connected | undefined

  constructor(
    readonly globals: Globals,
    private readonly environment: NodeJS.ProcessEnv,
  ) {}

  /** The key of a command: the one given, or a new one that a refusal can name, so that the same may be sent again. */
  keyOf(given: string | undefined): string {
    const key = given ?? randomUUID()
    this.hint.key = key
    return key
  }

  get dataDir(): string {
    return resolve(this.globals.data ?? DEFAULT_DATA)
  }

  /** True where the environment names the servers and no folder was given. */
  get isProduction(): boolean {
    const { DATABASE_URL, TEMPORAL_ADDRESS } = this.environment
    return this.globals.data === undefined && Boolean(DATABASE_URL) && Boolean(TEMPORAL_ADDRESS)
  }

  /** A command to type next: it means the same folder as this one. */
  next(command: string): string {
    const { data } = this.globals
    if (data === undefined) return command
    if (command === 'npm start') return `npm start -- --data ${data}`
    return command.replace(/^bitim /, `bitim --data ${data} `)
  }

  private async place(): Promise<Place> {
    this.known ??= this.isProduction ? this.fromEnvironment() : await this.fromFolder()
    return this.known
  }

  private fromEnvironment(): Place {
    const { DATABASE_URL = '', TEMPORAL_ADDRESS = '', TEMPORAL_NAMESPACE, TASK_QUEUE } = this.environment
    const { BITIM_PAYLOAD_KEYS = '', BITIM_FILES } = this.environment
    return {
      databaseUrl: DATABASE_URL,
      temporalAddress: TEMPORAL_ADDRESS,
      temporalNamespace: TEMPORAL_NAMESPACE || 'default',
      taskQueue: TASK_QUEUE || 'bitim',
      payloadKeys: BITIM_PAYLOAD_KEYS,
      documentsDir: BITIM_FILES || null,
      stack: null,
    }
  }

  private async fromFolder(): Promise<Place> {
    await requireNoFile(this.dataDir)
    const stack = await findRunningStack(this.dataDir)
    if (stack === null) throw new Refused('stackNotRunning')
    return { ...stack, taskQueue: 'bitim', stack }
  }

  async database(): Promise<Database> {
    if (this.open !== undefined) return this.open.database
    const { databaseUrl } = await this.place()
    // A connection lost while idle is opened again by the next query, which tells if it cannot be.
    this.reading ??= new Database(databaseUrl, { most: CONNECTIONS, patience: 5_000 })
    return this.reading
  }

  /** The way to the processes as well. */
  async connected(): Promise<Connected> {
    if (this.open === undefined) {
      const place = await this.place()
      const { databaseUrl, temporalAddress, temporalNamespace, taskQueue, payloadKeys, stack } = place
      const growsIn = await this.growingFolder()
      this.open = await connect({
        databaseUrl,
        temporalAddress,
        temporalNamespace,
        taskQueue,
        payloadKeys,
        movableClock: stack !== null,
        ...(growsIn === null ? {} : { growsIn }),
      })
    }
    return this.open
  }

  /** On the disk that fills: with servers of one's own at least the papers are known. Null where nothing is. */
  async growingFolder(): Promise<string | null> {
    const { stack, documentsDir } = await this.place()
    return stack?.dataDir ?? documentsDir
  }

  /** For new work that is no command. @throws Refused diskFull */
  async requireRoom(): Promise<void> {
    const folder = await this.growingFolder()
    if (folder !== null) await requireRoom(folder)
  }

  /** What compares the engine with the database and makes it run what is recorded. */
  async engines(): Promise<Engines> {
    const { taskQueue } = await this.place()
    const { client, database } = await this.connected()
    return { client, database, taskQueue }
  }

  /** True where a worker asks for the work of processes. */
  async workerAsks(): Promise<boolean> {
    const { temporalNamespace, taskQueue } = await this.place()
    return workerAsks((await this.connected()).client, temporalNamespace, taskQueue)
  }

  /** The embedded stack. @throws Refused stackNotRunning where there is none. */
  async stack(): Promise<RunningStack> {
    const { stack } = await this.place()
    if (stack === null) throw new Refused('stackNotRunning')
    return stack
  }

  /** Where a paper lies. @throws Refused fileNotFound where the folder of papers is not known. */
  async paperPath(file: string): Promise<string> {
    const { documentsDir } = await this.place()
    if (documentsDir === null) throw new Refused('fileNotFound', { path: 'BITIM_FILES' })
    return isAbsolute(file) ? file : join(documentsDir, file)
  }

  /** Who acts. @throws UsageError where nobody was named. */
  get actor(): string {
    const name = this.globals.as ?? this.environment.BITIM_AS
    if (name === undefined || name === '') throw new UsageError('whoActs')
    return name
  }

  /** Who acts, by this door. @throws UsageError where nobody was named. */
  get by(): By {
    return fromCommandLine(this.actor)
  }

  get actorIfNamed(): string | undefined {
    return this.globals.as ?? (this.environment.BITIM_AS || undefined)
  }

  /** The institution that was named. */
  get institution(): string | undefined {
    return this.globals.institution ?? (this.environment.BITIM_INSTITUTION || undefined)
  }

  /** What is read: the records of one institution, within which who acts is found too. */
  async scope(): Promise<Scope> {
    const pool = await institutionOf(await this.database(), this.institution)
    if (this.actorIfNamed !== undefined) await actorOf(pool, fromCommandLine(this.actorIfNamed))
    return { pool, institution: pool.institution }
  }

  /** The door to the processes of that institution. */
  async facade(): Promise<Facade> {
    // Before the engine is asked for: who acts and where is known without it.
    await this.scope()
    return (await this.connected()).facadeIn(this.institution)
  }

  async close(): Promise<void> {
    await this.open?.close()
    await this.reading?.end()
  }
}
