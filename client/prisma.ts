import { PrismaPg } from '@prisma/adapter-pg'
import type { Pool } from 'pg'
import { PrismaClient } from '../schema/generated/client.ts'

const clients = new WeakMap<Pool, PrismaClient>()

/** Typed reads over the connections that are open already; loaded where it is first needed. */
export function prismaOf(pool: Pool): PrismaClient {
  const known = clients.get(pool)
  if (known !== undefined) return known
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) })
  clients.set(pool, prisma)
  return prisma
}
