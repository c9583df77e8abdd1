import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmdirSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface TinyDisk {
  folder: string
  /** Takes all the room there is; the answer gives it back. */
  fill(): () => void
  remove(): void
}

/** A disk of so many bytes, to be filled; only root may have one made. */
export function tinyDisk(bytes: number): TinyDisk {
  const folder = mkdtempSync(join(tmpdir(), 'bitim-disk-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes},mode=700`, 'tmpfs', folder], { stdio: 'ignore' })
  const filler = join(folder, 'filler')
  return {
    folder,
    fill() {
      const { bavail, bsize } = statfsSync(folder)
      writeFileSync(filler, Buffer.alloc(bavail * bsize))
      return () => writeFileSync(filler, '')
    },
    remove() {
      // A log that is still open holds it until its process ends.
      execFileSync('umount', ['-l', folder])
      rmdirSync(folder)
    },
  }
}

/** Without the right to mount there is no disk to fill; what a full device answers is tested all the same. */
export const whereDisksCanBeMade = canMount() ? test : test.skip

function canMount(): boolean {
  try {
    tinyDisk(4096).remove()
    return true
  } catch {
    return false // not root, or root of a container without that right
  }
}
