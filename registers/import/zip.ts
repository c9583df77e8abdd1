import { Unzip, UnzipInflate } from 'fflate'
import { Unreadable } from './report.ts'

/** Bytes handed over at once: even the densest of them unpack to a few megabytes. */
const PIECE = 4096
/** Parts of a workbook; one of a practice office has a dozen. */
const MOST_PARTS = 1000

/**
 * Unpacks the wanted parts of a ZIP, each piece as it comes, so that only what the caller keeps is ever held.
 * @throws Unreadable when it is none, or unpacks to more than `most` bytes: a small file may hold an endless one.
 */
export function* unzip(
  zip: Uint8Array,
  wanted: (name: string) => boolean,
  most: number,
): Generator<{ name: string; bytes: Uint8Array; last: boolean }> {
  const found: { name: string; bytes: Uint8Array; last: boolean }[] = []
  let [size, parts] = [0, 0]
  let failed = false
  const archive = new Unzip((part) => {
    parts += 1
    if (!wanted(part.name) || parts > MOST_PARTS) return
    part.ondata = (error, bytes, last) => {
      if (error !== null) failed = true
      else found.push({ name: part.name, bytes, last })
    }
    part.start()
  })
  archive.register(UnzipInflate)
  try {
    for (let from = 0; from < zip.length; from += PIECE) {
      archive.push(zip.subarray(from, from + PIECE), from + PIECE >= zip.length)
      for (const piece of found.splice(0)) {
        size += piece.bytes.length
        if (size > most) throw new Unreadable('fileTooLarge')
        yield piece
      }
      if (failed || parts > MOST_PARTS) throw new Unreadable('notXlsx')
    }
  } catch (error) {
    if (error instanceof Unreadable) throw error
    throw new Unreadable('notXlsx', null, { cause: error })
  }
}
