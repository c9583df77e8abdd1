import { createHash } from 'node:crypto'

/** Without letters that are mistaken for digits: people read these ids aloud. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/** A short id that is the same for the same parts, whoever computes it and however often. */
export function shortId(length: number, ...parts: (string | number)[]): string {
  const digest = createHash('sha256').update(parts.join('\u0000')).digest()
  let id = ''
  for (let n = 0; n < length; n += 1) id += ALPHABET[(digest[n] ?? 0) % ALPHABET.length]
  return id
}

export const taskId = (process: string, key: string, seq: number): string =>
  `t${shortId(9, process, key, seq)}`
export const messageId = (process: string, seq: number, n: number): string =>
  `m${shortId(15, process, seq, n)}`
export const documentId = (process: string, effect: string, n: number): string =>
  `d${shortId(11, process, effect, n)}`
