/** Does the work for every one of them, so many at once, in their order. */
export async function atOnce<One>(
  most: number,
  all: readonly One[],
  work: (one: One) => Promise<void>,
): Promise<void> {
  const queue = [...all]
  const next = async (): Promise<void> => {
    for (let one = queue.shift(); one !== undefined; one = queue.shift()) await work(one)
  }
  await Promise.all(Array.from({ length: Math.min(most, queue.length) }, next))
}
