import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isNativeError } from 'node:util/types'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refused } from '../schema/refused.ts'

/** A file of the store, found through its record: nobody names a path. */
export interface StoredFile {
  folder: string
  /** Path below the folder, as the record has it. */
  file: string
  sha256: string
  /** What a browser saves it as. */
  name: string
  media: string
  /** Shown in the page that links to it; otherwise it is saved, whatever it is. */
  inline: boolean
}

const RANGE = /^bytes=(\d{0,15})-(\d{0,15})$/

/** Sends a paper as a PDF, which browsers show. */
export function sendPaper(
  {
    folder,
    file,
    sha256,
    kind,
    number,
  }: Pick<StoredFile, 'folder' | 'file' | 'sha256'> & { kind: string; number: string | null },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const name = `${[kind, ...(number === null ? [] : [number])].join('-')}.pdf`
  return sendFile({ folder, file, sha256, name, media: 'application/pdf', inline: true }, request, reply)
}

/** Sends a file or the one part of it that was asked for; its hash is its tag, for what is kept by hash never changes. */
export async function sendFile(
  { folder, file, sha256, name, media, inline }: StoredFile,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const path = join(folder, file)
  const { size } = await stat(path).catch((error: unknown) => {
    const missing = isNativeError(error) && 'code' in error && error.code === 'ENOENT'
    throw missing ? new Refused('fileNotFound') : error
  })
  const tag = `"${sha256}"`
  void reply
    .header('etag', tag)
    .header('accept-ranges', 'bytes')
    .header('cache-control', 'private, no-cache')
    .header('content-disposition', `${inline ? 'inline' : 'attachment'}; filename="${plain(name)}"`)
    .type(media)
  if (request.headers['if-none-match'] === tag) return reply.code(304).send()
  const { range, 'if-range': condition } = request.headers
  const part =
    range === undefined || (condition !== undefined && condition !== tag) ? null : partOf(range, size)
  if (part === 'none') {
    void reply.header('content-range', `bytes */${size}`)
    throw new Refused('rangeUnknown')
  }
  const { start, end } = part ?? { start: 0, end: size - 1 }
  void reply.header('content-length', end - start + 1)
  if (part !== null) void reply.code(206).header('content-range', `bytes ${start}-${end}/${size}`)
  return reply.send(createReadStream(path, { start, end }))
}

/** What every system takes for the name of a file. */
const plain = (name: string): string => name.replaceAll(/[^A-Za-z0-9._-]+/g, '-')

/** What is asked of a file of this size; null where it is asked for in a way that is not served: then it comes whole. */
function partOf(range: string, size: number): { start: number; end: number } | 'none' | null {
  const [, first, last] = RANGE.exec(range) ?? []
  if (first === undefined || last === undefined || (first === '' && last === '')) return null
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1)
  return start > end || start >= size ? 'none' : { start, end }
}
