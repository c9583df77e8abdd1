import { Pool } from 'pg'

/**
 * Connections over which statements that do not wait for one another's answers go together. `onLost` hears of
 * connections the database closed; the pool opens another one when it is needed.
 */
export function openPool(databaseUrl: string, most: number, onLost?: (error: Error) => void): Pool {
  const pool = new Pool({ connectionString: databaseUrl, max: most, pipeline: true })
  pool.on('error', (error) => onLost?.(error))
  // The pool listens to idle connections only; one that breaks while somebody holds it would end the process.
  pool.on('connect', (client) => client.on('error', (error: Error) => onLost?.(error)))
  return pool
}
