import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The shipped faces of the papers' font, and which characters each of them has. */
export function shippedFaces(): { name: string; characters: ReadonlySet<number> }[] {
  const folder = dirname(require.resolve('@expo-google-fonts/tinos/package.json'))
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ttf'))
    .map((name) => ({ name, characters: characterMap(readFileSync(join(folder, name))) }))
}

/** Code points of a font's `cmap` table, in its segments of 16 bits (format 4): the only ones these fonts have. */
function characterMap(font: Buffer): Set<number> {
  const tables = Array.from({ length: font.readUInt16BE(4) }, (_, i) => 12 + 16 * i)
  const entry = tables.find((at) => font.toString('latin1', at, at + 4) === 'cmap')
  if (entry === undefined) throw new Error('no cmap in the font')
  const cmap = font.readUInt32BE(entry + 8)
  const subtables = Array.from(
    { length: font.readUInt16BE(cmap + 2) },
    (_, i) => cmap + font.readUInt32BE(cmap + 8 + 8 * i),
  )
  return new Set(subtables.filter((at) => font.readUInt16BE(at) === 4).flatMap((at) => segments(font, at)))
}

function segments(font: Buffer, at: number): number[] {
  const doubled = font.readUInt16BE(at + 6)
  return Array.from({ length: doubled / 2 }, (_, i) => 2 * i).flatMap((i) => {
    const end = font.readUInt16BE(at + 14 + i)
    const start = font.readUInt16BE(at + 16 + doubled + i)
    const delta = font.readUInt16BE(at + 16 + 2 * doubled + i)
    const offsetAt = at + 16 + 3 * doubled + i
    const offset = font.readUInt16BE(offsetAt)
    const hasGlyph = (point: number) => {
      const glyph = offset === 0 ? point : font.readUInt16BE(offsetAt + offset + 2 * (point - start))
      return glyph !== 0 && ((glyph + delta) & 0xffff) !== 0
    }
    return Array.from({ length: end - start + 1 }, (_, n) => start + n).filter(
      (point) => point < 0xffff && hasGlyph(point),
    )
  })
}
