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

export function textSource(name: string, text: string): Source {
  return {
    name,
    open: async function* () {
      yield Buffer.from(text, 'utf8')
    },
  }
}

/**
 * The text of a source piece by piece, without a byte order mark.
 * @throws Unreadable when it is not UTF-8 or has more than `most` bytes.
 */
export async function* textOf(source: Source, most: number): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const decode = (bytes?: Buffer) => {
    try {
      return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode()
    } catch (error) {
      throw new Unreadable('notUtf8', { cause: error })
    }
  }
  let size = 0
  for await (const bytes of source.open()) {
    size += bytes.length
    if (size > most) throw new Unreadable('fileTooLarge')
    yield decode(bytes)
  }
  yield decode()
}
