import { prismaOf } from '../../database/prisma.ts'
import type { Scope } from './scope.ts'
import { limitOf, only } from './scope.ts'

export interface DocumentRow {
  id: string
  process: string
  kind: string
  title: string
  language: string
  number: string | null
  datedOn: string | null
  side: string
  version: number
  state: string
  pages: number
  bytes: number
  sha256: string
  /** Path below the folder of papers. */
  file: string
  subject: string | null
  /** For each line since when and why the paper is not in force any more, and the paper in its place. */
  revocations: { line: string; on: string; reason: string; replacedBy: string | null }[]
  at: Date
}

export interface DocumentFilter {
  process?: string
  kind?: string
  limit?: number
}

const FIELDS = {
  id: true,
  processId: true,
  kind: true,
  title: true,
  language: true,
  number: true,
  datedOn: true,
  side: true,
  version: true,
  state: true,
  pages: true,
  bytes: true,
  sha256: true,
  file: true,
  at: true,
  revocations: true,
  subjectPerson: { select: { code: true } },
} as const

type Found = Omit<DocumentRow, 'process' | 'datedOn' | 'subject' | 'revocations'> & {
  revocations: unknown
  processId: string
  datedOn: Date | null
  subjectPerson: { code: string } | null
}

const rowOf = ({ processId, datedOn, subjectPerson, revocations, ...row }: Found): DocumentRow => ({
  ...row,
  revocations: revocations as DocumentRow['revocations'],
  process: processId,
  datedOn: datedOn?.toISOString().slice(0, 10) ?? null,
  subject: subjectPerson?.code ?? null,
})

/** Papers, the newest first. */
export async function listDocuments(scope: Scope, filter: DocumentFilter = {}): Promise<DocumentRow[]> {
  const rows = await prismaOf(scope.pool).document.findMany({
    where: {
      institutionId: scope.institution,
      ...(filter.process === undefined ? {} : { processId: filter.process }),
      ...(filter.kind === undefined ? {} : { kind: filter.kind }),
    },
    orderBy: [{ at: 'desc' }, { id: 'asc' }],
    take: limitOf(filter.limit),
    select: FIELDS,
  })
  return rows.map(rowOf)
}

/** A paper by its id or the beginning of it, its verification code, or its number where only one paper has it. */
export async function findDocument(scope: Scope, name: string): Promise<DocumentRow> {
  const beginning = name.length >= 4 ? [{ id: { startsWith: name } }] : []
  const found = await prismaOf(scope.pool).document.findMany({
    where: {
      institutionId: scope.institution,
      OR: [{ id: name }, { verificationCode: name }, { number: name }, ...beginning],
    },
    orderBy: { id: 'asc' },
    take: 3,
    select: FIELDS,
  })
  const rows = found.map(rowOf)
  const exact = rows.filter(({ id }) => id === name)
  return only(exact.length > 0 ? exact : rows, name, 'unknownDocument')
}
