import { launchWorker } from '../../embedded/worker.ts'
import type { Measurement } from '../line.ts'
import { launchReference } from '../reference.ts'
import type { Stand } from '../stand.ts'
import { alternate, median } from '../statistics.ts'

const TIMES = 5
const QUEUE = 'bench-cold'

/** From spawning the process to the line `ready`, beside a worker of the empty workflow. The readiness is seen up to 40 ms late. */
export async function workerColdStart({ system, log, referenceBundle }: Stand): Promise<Measurement> {
  const seconds = async (launch: () => Promise<{ stop(): Promise<void> }>): Promise<number> => {
    const began = performance.now()
    const child = await launch()
    const took = (performance.now() - began) / 1000
    await child.stop()
    return took
  }
  const { ours, reference } = await alternate(
    TIMES,
    () => seconds(() => launchWorker(system.stack, log, { TASK_QUEUE: QUEUE })),
    () =>
      seconds(() => launchReference(system.stack, { bundle: referenceBundle, queue: `${QUEUE}-reference` })),
  )
  return { value: median(ours), reference: median(reference), samples: ours }
}
