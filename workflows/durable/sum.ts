/** A short sum of a text (FNV-1a, 32 bits): to tell texts apart, not to keep them secret. */
export function sumOf(text: string): string {
  let sum = 0x811c9dc5
  for (let n = 0; n < text.length; n += 1) sum = Math.imul(sum ^ text.charCodeAt(n), 0x01000193) >>> 0
  return sum.toString(36).padStart(7, '0')
}
