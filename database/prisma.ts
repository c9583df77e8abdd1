import { PrismaPg } from '@prisma/adapter-pg'
import { Pool } from 'pg'
import { PrismaClient } from '../schema/generated/client.ts'
import type { Bound } from './database.ts'

const clients = new WeakMap<Bound, PrismaClient>()

/** Typed reads over the connections that are open already; loaded where it is first needed. */
export function prismaOf(bound: Bound): PrismaClient {
  const known = clients.get(bound)
  if (known !== undefined) return known
  const prisma = new PrismaClient({ adapter: new PrismaPg(poolOf(bound)) })
  clients.set(bound, prisma)
  return prisma
}

/** Prisma insists on a pool of the driver's own: this one never opens a connection itself. */
function poolOf(bound: Bound): Pool {
  return Object.assign(new Pool(), {
    query: bound.query.bind(bound),
    connect: bound.connect.bind(bound),
  })
}
