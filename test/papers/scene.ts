import { loadPaper, type PaperRequest } from '../../activities/documents/papers/index.ts'
import type { Language } from '../../schema/contracts/lists.ts'
import type { PaperKind, PaperOf } from '../../schema/contracts/papers.ts'
import { createScene, type Scene } from './requests.ts'
import { createWorld, type World } from './world.ts'

type Change = (request: PaperRequest) => PaperRequest

/** The sample institution in the middle of its work, for one test file. */
export function useScene() {
  let world: World
  let scene: Scene

  beforeAll(async () => {
    world = await createWorld()
    scene = await createScene(world)
  })

  afterAll(() => world.stop())

  const requestOf = (kind: PaperKind, language: Language = 'uz-Latn'): PaperRequest => {
    const request = scene.requests[kind]
    if (request === undefined) throw new Error(`nobody asks for ${kind}`)
    return { ...request, paper: { ...request.paper, language } }
  }

  return {
    world: () => world,
    scene: () => scene,
    requestOf,
    load: async <K extends PaperKind>(kind: K, change: Change = (same) => same): Promise<PaperOf<K>> =>
      (await loadPaper(world.pool, change(requestOf(kind)))) as PaperOf<K>,
    inLanguage:
      (language: Language): Change =>
      (request) => ({ ...request, paper: { ...request.paper, language } }),
    withData:
      (data: object): Change =>
      (request) => ({ ...request, paper: { ...request.paper, data: { ...request.paper.data, ...data } } }),
  }
}
