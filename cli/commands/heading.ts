import type { ProcessRow } from '../../client/reads/processes.ts'
import type { Language } from '../../messages/index.ts'
import { message } from '../../messages/index.ts'

/** What a process is, with whom, and where it stands. */
export function heading(
  process: Pick<ProcessRow, 'kind' | 'partnerName' | 'stage'>,
  language: Language,
): string {
  const kind = message(language, `process.${process.kind}`)
  const stage = message(language, `stage.${process.kind}.${process.stage}`)
  return [kind, process.partnerName, stage].filter((part) => part !== null).join(' · ')
}
