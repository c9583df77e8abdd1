import type { PoolClient, QueryConfig, QueryResult, QueryResultRow } from 'pg'
import { Pool } from 'pg'
import { MigrationRefused, pendingMigrations } from '../schema/migrate.ts'
import { Refused } from '../schema/refused.ts'
import { Listening } from './listening.ts'

/** What workers and commands may do with the data; the migrations say what that is. */
const ROLE = 'bitim_application'
/** What the migrations' policies ask a connection for: the id of an institution, or ALL. */
const SETTING = 'bitim.institution'
const ALL = '*'
const BIND = { name: 'bind', text: `SELECT set_config('${SETTING}', $1, false)` }

export interface DatabaseOptions {
  /** Connections at once; as many again for what concerns all institutions. */
  most: number
  /** Milliseconds to wait for a connection; without it as long as it takes. */
  patience?: number
  /** Hears of connections the database closed; another one is opened when it is needed. */
  onLost?: (error: Error) => void
}

/** What answers statements: a connection, or a binding that finds one for each of them. */
export interface Sql {
  query<Row extends QueryResultRow = QueryResultRow>(
    statement: string | QueryConfig,
    values?: unknown[],
  ): Promise<QueryResult<Row>>
}

/**
 * The way to statements, and there is no other: what is asked through it meets the rows of its institution only,
 * also where a condition was forgotten. Those that do not wait for one another's answers go together.
 */
export class Bound implements Sql {
  constructor(
    /** Its id; `*` where it is all of them. */
    readonly institution: string,
    private readonly checkOut: () => Promise<PoolClient>,
  ) {}

  /** A connection for as long as its statements belong together. It is to be released. */
  connect(): Promise<PoolClient> {
    return this.checkOut()
  }

  async query<Row extends QueryResultRow = QueryResultRow>(
    statement: string | QueryConfig,
    values?: unknown[],
  ): Promise<QueryResult<Row>> {
    const client = await this.checkOut()
    let failed: Error | undefined
    try {
      return await client.query<Row>(statement, values)
    } catch (error) {
      failed = error instanceof Error ? error : new Error(String(error))
      throw error
    } finally {
      client.release(failed)
    }
  }
}

/** Binds the rest of a transaction that began for all institutions, once it is known which one it is for. */
export async function bindTo(client: PoolClient, institution: string): Promise<void> {
  await client.query({
    name: 'bind-rest',
    text: `SELECT set_config('${SETTING}', $1, true)`,
    values: [institution],
  })
}

/** A database of this version's schema; whoever asks it something says first for which institution. */
export class Database {
  /** For work that is truly for all institutions: carrying mail, moving the clock, looking after the stack. */
  readonly all: Bound
  private readonly own: Pool
  private readonly everybodys: Pool
  private readonly known = new Map<string, Bound>()
  /** What each connection is bound to: stated again only where it is another institution's turn. */
  private readonly bindings = new WeakMap<PoolClient, string>()
  private prepared: Promise<void> | undefined

  constructor(
    private readonly url: string,
    options: DatabaseOptions,
  ) {
    this.own = openPool(url, `-c role=${ROLE}`, options)
    this.everybodys = openPool(url, `-c role=${ROLE} -c ${SETTING}=${ALL}`, options)
    this.all = new Bound(ALL, async () => {
      await this.ready()
      return this.everybodys.connect()
    })
  }

  of(institution: string): Bound {
    if (institution === ALL) throw new Error('this is not one institution')
    const known = this.known.get(institution) ?? new Bound(institution, () => this.bind(institution))
    this.known.set(institution, known)
    return known
  }

  /** @throws Refused databaseUnprepared or schemaMismatch where the database is not of this version. */
  ready(): Promise<void> {
    this.prepared ??= requireCurrent(this.url).catch((error: unknown) => {
      this.prepared = undefined
      throw error
    })
    return this.prepared
  }

  /** Hears what a channel says until it is told to stop; `onGap` after times in which nothing could be heard. */
  listen(channel: string, hear: (payload: string) => void, onGap: () => void): Promise<Listening> {
    return Listening.begin(() => this.all.connect(), channel, hear, onGap)
  }

  async end(): Promise<void> {
    await Promise.all([this.own.end(), this.everybodys.end()])
  }

  private async bind(institution: string): Promise<PoolClient> {
    await this.ready()
    const client = await this.own.connect()
    if (this.bindings.get(client) === institution) return client
    try {
      await client.query({ ...BIND, values: [institution] })
      this.bindings.set(client, institution)
      return client
    } catch (error) {
      client.release(true)
      throw error
    }
  }
}

function openPool(databaseUrl: string, settings: string, options: DatabaseOptions): Pool {
  const { most, patience = 0, onLost } = options
  const url = new URL(databaseUrl)
  url.searchParams.set('options', `${url.searchParams.get('options') ?? ''} ${settings}`.trim())
  const pool = new Pool({
    connectionString: url.href,
    max: most,
    connectionTimeoutMillis: patience,
    pipeline: true,
  })
  pool.on('error', (error) => onLost?.(error))
  // The pool listens to idle connections only; one that breaks while somebody holds it would end the process.
  pool.on('connect', (client) => client.on('error', (error: Error) => onLost?.(error)))
  return pool
}

async function requireCurrent(databaseUrl: string): Promise<void> {
  try {
    const [migration] = await pendingMigrations(databaseUrl)
    if (migration !== undefined) throw new Refused('databaseUnprepared', { migration })
  } catch (error) {
    if (!(error instanceof MigrationRefused)) throw error
    throw new Refused('schemaMismatch', { migration: error.migration })
  }
}
