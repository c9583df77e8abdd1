import { parentPort } from 'node:worker_threads'
import type { PaperDocument } from '../schema/contracts/papers.ts'
import { type Rendered, renderHere } from './render-here.ts'

/** The thread that renders: one paper after the other, an answer for each. */

export interface Request {
  id: number
  paper: PaperDocument
}

/** An error crosses threads as name and message: class identity does not. */
export type Answer =
  | { id: number; rendered: Omit<Rendered, 'pdf'> & { pdf: Uint8Array } }
  | { id: number; failure: { name: string; message: string } }

function answer({ id, paper }: Request): Answer {
  try {
    return { id, rendered: renderHere(paper) }
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error))
    return { id, failure: { name, message } }
  }
}

parentPort?.on('message', (request: Request) => parentPort?.postMessage(answer(request)))
