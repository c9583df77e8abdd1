import { setTimeout as pause } from 'node:timers/promises'

/** Milliseconds a condition may take on a busy machine. */
const PATIENCE = 30_000

/** Waits until the question is answered with something, asking again and again. */
export async function eventually<T>(
  ask: () => Promise<T | null | undefined | false>,
  patience = PATIENCE,
): Promise<T> {
  const end = Date.now() + patience
  for (;;) {
    const answer = await ask()
    if (answer) return answer
    if (Date.now() > end) throw new Error('it never happened')
    await pause(20)
  }
}
