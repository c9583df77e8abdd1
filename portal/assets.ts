import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../schema/root.ts'

export interface Asset {
  path: string
  text: string
}

function stylesheet(): Asset {
  const written = readFileSync(join(packageRoot(__dirname), 'portal', 'portal.css'), 'utf8')
  const text = written.replace(/\n\s*/g, '\n').replace(/ ?([{};,]) ?/g, '$1')
  const hash = createHash('sha256').update(text).digest('base64url').slice(0, 16)
  return { path: `/assets/${hash}.css`, text }
}

/** The one stylesheet, under a name that changes with it: it may be kept for ever. */
export const STYLES = stylesheet()
