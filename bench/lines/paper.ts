import { examplePaper } from '../../documents/examples.ts'
import { closeRenderer, renderPaper } from '../../documents/render.ts'
import type { Measurement } from '../line.ts'
import { alternate, median } from '../statistics.ts'

const WARM = 10
const TIMES = 100

/**
 * The sample cooperation agreement, each with a number of its own so that nothing can be answered from a cache.
 * Beside it the shortest paper: what the way to the rendering thread and a first page cost.
 */
export async function pdfP50(): Promise<Measurement> {
  const agreement = examplePaper('cooperationAgreement', 'uz-Latn')
  const short = examplePaper('safetyBriefingRecord', 'uz-Latn')
  const render = async (paper: typeof agreement, n: number): Promise<number> => {
    const numbered = { ...paper, number: `${n}/26-SH` }
    const began = performance.now()
    await renderPaper(numbered)
    return performance.now() - began
  }
  try {
    for (let n = 0; n < WARM; n += 1) {
      await render(agreement, -n)
      await render(short, -n)
    }
    const { ours, reference } = await alternate(
      TIMES,
      (n) => render(agreement, n),
      (n) => render(short, n),
    )
    return { value: median(ours), reference: median(reference), samples: ours }
  } finally {
    await closeRenderer()
  }
}
