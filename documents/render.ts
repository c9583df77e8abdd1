import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { PaperDocument } from '../schema/contracts/papers.ts'
import { type Rendered, renderHere } from './render-here.ts'
import type { Answer, Request } from './render-thread.ts'

export type { Rendered } from './render-here.ts'

/** The rendering thread ended while it had work; nothing was rendered, and the same paper may be tried again. */
class RendererStopped extends Error {
  override readonly name = 'RendererStopped'
}

interface Waiting {
  resolve: (rendered: Rendered) => void
  reject: (error: Error) => void
}

interface Thread {
  worker: Worker
  waiting: Map<number, Waiting>
}

/** Compiled code renders on one thread of its own; from TypeScript sources (tests) there is none to load. */
const IS_COMPILED = __filename.endsWith('.js')

let thread: Thread | null = null
let lastId = 0

/**
 * Renders a paper to PDF/A-2b. The calling thread stays free: typesetting is pure computation and runs on one
 * reused thread. A thread that dies rejects what it had and is started anew for the next paper.
 */
export async function renderPaper(paper: PaperDocument): Promise<Rendered> {
  if (!IS_COMPILED) return renderHere(paper)
  const { worker, waiting } = running()
  lastId += 1
  const request: Request = { id: lastId, paper }
  // Throws when the paper holds what cannot be copied to a thread: then nothing waits for an answer.
  worker.postMessage(request)
  return new Promise<Rendered>((resolve, reject) => {
    waiting.set(request.id, { resolve, reject })
    // Only a thread with work keeps the process alive.
    worker.ref()
  })
}

/** Ends the thread; papers still under way are rejected. A later paper starts a new one. */
export async function closeRenderer(): Promise<void> {
  const ending = thread
  thread = null
  if (ending !== null) await ending.worker.terminate()
}

function running(): Thread {
  if (thread !== null) return thread
  const worker = new Worker(join(__dirname, 'render-thread.js'))
  const opened: Thread = { worker, waiting: new Map() }
  const stop = (error: Error) => {
    if (thread === opened) thread = null
    for (const { reject } of opened.waiting.values()) reject(error)
    opened.waiting.clear()
  }
  worker.on('message', (answer: Answer) => settle(opened, answer))
  worker.on('error', (cause) => stop(new RendererStopped('the rendering thread failed', { cause })))
  worker.on('exit', (code) => stop(new RendererStopped(`the rendering thread ended with code ${code}`)))
  worker.unref()
  thread = opened
  return opened
}

function settle({ worker, waiting }: Thread, answer: Answer): void {
  const job = waiting.get(answer.id)
  waiting.delete(answer.id)
  if (waiting.size === 0) worker.unref()
  if (job === undefined) return
  if ('failure' in answer) {
    const error = new Error(answer.failure.message)
    error.name = answer.failure.name
    job.reject(error)
  } else {
    const { pdf, pages, sha256 } = answer.rendered
    job.resolve({ pdf: Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength), pages, sha256 })
  }
}
