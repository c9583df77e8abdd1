import { createHash } from 'node:crypto'
import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { LARGEST_UPLOAD } from '../client/uploads.ts'
import { Refused } from '../schema/refused.ts'

/** A file that came with a request. */
export interface SentFile {
  name: string
  bytes: Buffer
  sha256: string
}

/** What came as multipart/form-data: the files, and the fields by name. */
export interface Sent {
  files: SentFile[]
  fields: Record<string, string[]>
}

const LIMITS = {
  fileSize: LARGEST_UPLOAD,
  files: 20,
  fields: 40,
  parts: 60,
  fieldSize: 10_000,
  fieldNameSize: 100,
  headerPairs: 100,
}
/** Bytes of all files of one request together. */
const LARGEST_TOGETHER = 2 * LARGEST_UPLOAD

export async function takeFiles(server: FastifyInstance): Promise<void> {
  await server.register(multipart, { limits: LIMITS, throwFileSizeLimit: true })
}

/** Everything that was sent, in memory and bounded. @throws Refused mediaTypeUnknown, bodyTooLarge */
export async function sentWith(request: FastifyRequest): Promise<Sent> {
  if (!request.isMultipart()) throw new Refused('mediaTypeUnknown')
  const sent: Sent = { files: [], fields: {} }
  let together = 0
  for await (const part of request.parts()) {
    if (part.type === 'field') {
      const values = Object.hasOwn(sent.fields, part.fieldname) ? sent.fields[part.fieldname] : undefined
      Object.defineProperty(sent.fields, part.fieldname, {
        value: [...(values ?? []), String(part.value)],
        enumerable: true,
        configurable: true,
      })
      continue
    }
    const bytes = await part.toBuffer()
    together += bytes.length
    if (together > LARGEST_TOGETHER) throw new Refused('bodyTooLarge')
    sent.files.push({ name: part.filename, bytes, sha256: createHash('sha256').update(bytes).digest('hex') })
  }
  return sent
}
