import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { actorOf } from '../../client/people.ts'
import { keepUpload } from '../../client/uploads.ts'
import { Refused } from '../../schema/refused.ts'
import type { Commands } from '../program.ts'

/** Keeps a scan or another file; a decision that shows it names it by the hash this answers. */
export function addUpload(commands: Commands): void {
  commands.add(commands.program, {
    usage: 'upload <file>',
    key: 'upload',
    async run({ session, out, words }, [path = '']) {
      const { by } = session
      const scope = await session.scope()
      const { person } = await actorOf(scope.pool, by)
      const bytes = await readFile(path).catch(() => {
        throw new Refused('fileNotFound', { path })
      })
      const folder = await session.paperPath('.')
      const kept = await keepUpload(scope, { ...by, person }, folder, { name: basename(path), bytes })
      if (out.json) return out.document(kept)
      out.line(kept.sha256)
      out.say(words('upload.kept', { name: kept.name, media: kept.media }))
      return undefined
    },
  })
}
