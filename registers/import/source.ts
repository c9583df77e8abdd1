import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { Unreadable } from './report.ts'

/** Something to import: a name that tells its kind, and its bytes, read once. */
export interface Source {
  name: string
  open(): AsyncIterable<Buffer>
}

export function fileSource(path: string): Source {
  return { name: basename(path), open: () => createReadStream(path) }
}

export const textSource = (name: string, text: string): Source =>
  bytesSource({ name, bytes: Buffer.from(text, 'utf8') })

export function bytesSource({ name, bytes }: { name: string; bytes: Buffer }): Source {
  return {
    name,
    open: async function* () {
      yield bytes
    },
  }
}

/**
 * The bytes of a source; never more than `most` of them are held.
 * @throws Unreadable when there are more.
 */
export async function bytesOf(source: Source, most: number): Promise<Buffer> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const bytes of source.open()) {
    size += bytes.length
    if (size > most) throw new Unreadable('fileTooLarge')
    pieces.push(bytes)
  }
  return Buffer.concat(pieces)
}
