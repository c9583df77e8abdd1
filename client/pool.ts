import { Pool } from 'pg'

/** What workers and commands may do with the data; the migrations say what that is. */
const ROLE = 'bitim_application'

export interface PoolOptions {
  most: number
  /** Milliseconds to wait for a connection; without it as long as it takes. */
  patience?: number
  /** Hears of connections the database closed; the pool opens another one when it is needed. */
  onLost?: (error: Error) => void
}

/** Connections over which statements that do not wait for one another's answers go together. */
export function openPool(databaseUrl: string, { most, patience = 0, onLost }: PoolOptions): Pool {
  const pool = new Pool({
    connectionString: inRole(databaseUrl),
    max: most,
    connectionTimeoutMillis: patience,
    pipeline: true,
  })
  pool.on('error', (error) => onLost?.(error))
  // The pool listens to idle connections only; one that breaks while somebody holds it would end the process.
  pool.on('connect', (client) => client.on('error', (error: Error) => onLost?.(error)))
  return pool
}

function inRole(databaseUrl: string): string {
  const url = new URL(databaseUrl)
  const given = url.searchParams.get('options') ?? ''
  url.searchParams.set('options', `${given} -c role=${ROLE}`.trim())
  return url.href
}
