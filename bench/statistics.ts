/** The sample below which the given share of all samples lies (nearest rank). */
export function percentile(samples: readonly number[], share: number): number {
  if (samples.length === 0) throw new Error('nothing was measured')
  const sorted = [...samples].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

export const median = (samples: readonly number[]): number => percentile(samples, 0.5)

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

export interface Sides<T> {
  ours: T[]
  reference: T[]
}

/**
 * Measures both sides in blocks, ours first in one pair and second in the next: what disturbs the machine for a while,
 * or grows with time, meets both alike.
 */
export async function alternate<T>(
  pairs: number,
  ours: (pair: number) => Promise<T>,
  reference: (pair: number) => Promise<T>,
): Promise<Sides<T>> {
  const sides: Sides<T> = { ours: [], reference: [] }
  for (let pair = 0; pair < pairs; pair += 1) {
    const turns: (keyof Sides<T>)[] = pair % 2 === 0 ? ['ours', 'reference'] : ['reference', 'ours']
    for (const turn of turns) sides[turn].push(await (turn === 'ours' ? ours(pair) : reference(pair)))
  }
  return sides
}

/** Milliseconds the work took. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

/** Works through the list with so many clients at once, each taking the next when it is done with one. */
export async function byClients<T>(
  clients: number,
  list: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  const items = list.values()
  const client = async (): Promise<void> => {
    for (const item of items) await work(item)
  }
  await Promise.all(Array.from({ length: clients }, client))
}

export const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n)
