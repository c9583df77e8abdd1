import { dirname, join } from 'node:path'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { packageRoot } from '../schema/root.ts'
import type { Sheet } from './sheet.ts'

/** A sheet that could not be drawn: a character without a glyph, or a fault in the templates. */
class DrawingError extends Error {
  override readonly name = 'DrawingError'
}

/**
 * Typst's cache would grow for ever: after every 20 papers, what none of the last 40 to 60 has used leaves it.
 * Looking through the cache takes about a millisecond, so not after every paper.
 */
const EVICT_EVERY = 20
const CACHE_AGE = 2

let compiler: NodeCompiler | null = null
let drawn = 0
let templates = ''

/** Made once per thread: reading the fonts takes longer than many papers. */
function open(): NodeCompiler {
  if (compiler !== null) return compiler
  const root = packageRoot(__dirname)
  templates = join(root, 'documents', 'templates')
  const fonts = dirname(require.resolve('@expo-google-fonts/tinos/package.json'))
  // Templates read nothing outside their folder: it is the whole workspace.
  compiler = NodeCompiler.create({ workspace: templates, fontArgs: [{ fontPaths: [fonts] }] })
  return compiler
}

/** PDF/A-2b; the same sheet and time give the same bytes. `createdAt` in whole seconds of the Unix epoch. */
export function drawPdf(sheet: Sheet, createdAt: number): { pdf: Buffer; pages: number } {
  const typst = open()
  const compiled = typst.compile({
    mainFilePath: join(templates, 'sheet.typ'),
    inputs: { sheet: JSON.stringify(sheet) },
  })
  const document = compiled.result
  if (document === null) {
    const fault = compiled.takeDiagnostics()
    throw new DrawingError(fault === null ? 'no document' : describe(typst.fetchDiagnostics(fault)))
  }
  try {
    const pdf = typst.pdf(document, { pdfStandard: 'a-2b', creationTimestamp: createdAt })
    return { pdf, pages: document.numOfPages }
  } catch (error) {
    throw new DrawingError(error instanceof Error ? error.message : String(error), { cause: error })
  } finally {
    drawn += 1
    if (drawn % EVICT_EVERY === 0) typst.evictCache(CACHE_AGE)
  }
}

/** The drawn text in reading order, as SVG with selectable text: what a search in the paper would find. */
export function drawSvg(sheet: Sheet): string {
  const typst = open()
  return typst.svg({ mainFilePath: join(templates, 'sheet.typ'), inputs: { sheet: JSON.stringify(sheet) } })
}

function describe(diagnostics: readonly { message?: string }[]): string {
  return diagnostics.map(({ message }) => message ?? 'unknown fault').join('; ')
}
