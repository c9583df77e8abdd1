import { gunzipSync, inflateRawSync } from 'node:zlib'

const END_OF_DIRECTORY = 0x06054b50
const DIRECTORY_ENTRY = 0x02014b50
const END_LENGTH = 22
const LONGEST_COMMENT = 0xffff
const STORED = 0
const DEFLATED = 8
const TAR_BLOCK = 512

/** The content of the first file of a zip archive whose path passes, or null. */
export function fileFromZip(zip, passes) {
  const end = findEnd(zip)
  const count = zip.readUInt16LE(end + 10)
  let at = zip.readUInt32LE(end + 16)
  for (let index = 0; index < count; index += 1) {
    if (zip.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new Error('damaged zip archive')
    const nameLength = zip.readUInt16LE(at + 28)
    const path = zip.toString('utf8', at + 46, at + 46 + nameLength)
    if (passes(path)) return zipContent(zip, at)
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
  return null
}

/** The directory is found from behind; an archive comment may follow its end record. */
function findEnd(zip) {
  const lowest = Math.max(0, zip.length - END_LENGTH - LONGEST_COMMENT)
  for (let at = zip.length - END_LENGTH; at >= lowest; at -= 1) {
    if (zip.readUInt32LE(at) === END_OF_DIRECTORY) return at
  }
  throw new Error('not a zip archive')
}

function zipContent(zip, entry) {
  const method = zip.readUInt16LE(entry + 10)
  const packedSize = zip.readUInt32LE(entry + 20)
  const header = zip.readUInt32LE(entry + 42)
  // The local header repeats name and extra field with lengths of its own.
  const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28)
  const packed = zip.subarray(start, start + packedSize)
  if (method === STORED) return packed
  if (method === DEFLATED) return inflateRawSync(packed)
  throw new Error(`zip compression method ${method} is not supported`)
}

/** The content of the first regular file of a .tar.gz whose path passes, or null. */
export function fileFromTarGz(archive, passes) {
  const tar = gunzipSync(archive)
  for (let at = 0; at + TAR_BLOCK <= tar.length && tar[at] !== 0; ) {
    const path = cString(tar, at, 100)
    const size = Number.parseInt(cString(tar, at + 124, 12), 8)
    const kind = String.fromCharCode(tar[at + 156])
    const content = at + TAR_BLOCK
    if ((kind === '0' || kind === '\0') && passes(path)) return tar.subarray(content, content + size)
    at = content + Math.ceil(size / TAR_BLOCK) * TAR_BLOCK
  }
  return null
}

function cString(bytes, start, length) {
  const end = bytes.indexOf(0, start)
  return bytes.toString('utf8', start, end === -1 ? start + length : Math.min(end, start + length)).trim()
}
