import { createHash, randomUUID } from 'node:crypto'
import { mkdir, rename, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Files by the hash of their content: writing one twice is writing it once. */
export interface FileStore {
  put(content: Buffer, extension: string): Promise<string>
}

export function localStore(folder: string): FileStore {
  return {
    async put(content, extension) {
      const hash = createHash('sha256').update(content).digest('hex')
      const name = join(hash.slice(0, 2), `${hash}.${extension}`)
      const file = join(folder, name)
      const there = await stat(file).catch(() => null)
      if (there?.size === content.length) return name
      await mkdir(dirname(file), { recursive: true })
      const draft = `${file}.${randomUUID()}`
      await writeFile(draft, content)
      await rename(draft, file)
      return name
    },
  }
}
