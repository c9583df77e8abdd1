import { loadPaper } from '../../activities/documents/papers/index.ts'
import { closeRenderer, renderPaper } from '../../documents/render.ts'
import { LANGUAGES } from '../../schema/contracts/lists.ts'
import { PAPER_KINDS } from '../../schema/contracts/papers.ts'
import { useScene } from './scene.ts'

const { requestOf, world } = useScene()

afterAll(() => closeRenderer())

describe.each(LANGUAGES)('in %s', (language) => {
  test.each(PAPER_KINDS)('%s becomes a file', async (kind) => {
    const { pdf, pages } = await renderPaper(await loadPaper(world().pool, requestOf(kind, language)))
    expect(pdf.subarray(0, 5).toString('latin1')).toBe('%PDF-')
    expect(pages).toBeGreaterThan(0)
  })
})

test('the same paper is the same file', async () => {
  const render = async () => renderPaper(await loadPaper(world().pool, requestOf('orderSendingStudents')))
  expect((await render()).sha256).toBe((await render()).sha256)
})
