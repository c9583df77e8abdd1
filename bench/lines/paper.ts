import { examplePaper } from '../../documents/examples.ts'
import { closeRenderer, renderPaper } from '../../documents/render.ts'
import type { PaperDocument } from '../../schema/contracts/papers.ts'
import type { Measurement } from '../line.ts'
import { alternate, median } from '../statistics.ts'

const WARM = 10
const TIMES = 100

const PAGES = 3

/**
 * The sample cooperation agreement without its annex, each with a number of its own so that nothing can be answered
 * from a cache.
 * Beside it the shortest paper: what the way to the rendering thread and a first page cost.
 */
export async function pdfP50(): Promise<Measurement> {
  const agreement = withoutAnnex(examplePaper('cooperationAgreement', 'uz-Latn'))
  const short = examplePaper('safetyBriefingRecord', 'uz-Latn')
  const render = async (paper: typeof agreement, n: number): Promise<number> => {
    const numbered = { ...paper, number: `${n}/26-SH` }
    const began = performance.now()
    const { pages } = await renderPaper(numbered)
    const took = performance.now() - began
    if (paper === agreement && pages !== PAGES) throw new Error(`the agreement has ${pages} pages`)
    return took
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

function withoutAnnex(paper: PaperDocument): PaperDocument {
  if (paper.kind !== 'cooperationAgreement') throw new Error('not the agreement')
  return { ...paper, data: { ...paper.data, measures: [] } }
}
