import { unzipSync } from 'fflate'

/** What may be sent: what a scanner, a telephone's camera and an office program write. */
export interface Media {
  type: string
  extension: string
}

const PDF: Media = { type: 'application/pdf', extension: 'pdf' }
const JPEG: Media = { type: 'image/jpeg', extension: 'jpg' }
const PNG: Media = { type: 'image/png', extension: 'png' }
const DOCX: Media = {
  type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  extension: 'docx',
}

const beginsWith = (bytes: Buffer, ...first: number[]): boolean =>
  first.every((byte, place) => bytes[place] === byte)

/** What a file is, from what is in it; whoever sends it may call it anything. Null where it is nothing that is kept. */
export function mediaOf(bytes: Buffer): Media | null {
  // Some programs put a line before the mark of a PDF; readers look for it in the first kilobyte.
  if (bytes.subarray(0, 1024).includes('%PDF-') && bytes.subarray(-2048).includes('%%EOF')) return PDF
  if (beginsWith(bytes, 0xff, 0xd8, 0xff)) return JPEG
  if (beginsWith(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return PNG
  return isDocument(bytes) ? DOCX : null
}

function isDocument(bytes: Buffer): boolean {
  if (!beginsWith(bytes, 0x50, 0x4b, 0x03, 0x04)) return false
  const names: string[] = []
  try {
    // Only the list of what is in it is read, nothing is unpacked.
    unzipSync(bytes, { filter: ({ name }) => names.push(name) < 0 })
  } catch {
    return false
  }
  const macros = names.some((name) => /vbaProject\.bin$/i.test(name))
  return names.includes('word/document.xml') && names.includes('[Content_Types].xml') && !macros
}
