import { createHash } from 'node:crypto'

/** Numbers in [0, 1) from a seed; the mulberry32 generator, enough for inventing people and their luck. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** The same words give the same numbers. */
export const chanceOf = (words: string): (() => number) =>
  randomFrom(createHash('sha256').update(words).digest().readUInt32LE())
