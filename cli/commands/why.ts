import type { EngineView } from '../../client/reads/engine-view.ts'
import { engineView } from '../../client/reads/engine-view.ts'
import type { ExplainedWait } from '../../client/reads/explanation.ts'
import { explain } from '../../client/reads/explanation.ts'
import { explanationInWords } from '../../client/reads/explanation-words.ts'
import { findProcess } from '../../client/reads/processes.ts'
import { businessNow } from '../../client/reads/scope.ts'
import { Refused } from '../../schema/refused.ts'
import type { Commands, Context } from '../program.ts'
import { heading } from './heading.ts'

export function addWhy(commands: Commands): void {
  commands.add(commands.program, {
    usage: 'why <name>',
    key: 'why',
    options: [['--all', 'all']],
    async run({ session, out, language, words }, [name = ''], options) {
      const scope = await session.scope()
      const process = await findProcess(scope, name)
      const engine = process.open ? await viewOf(session, process.id, process.seq) : null
      const now = await businessNow(scope.pool)
      const explanation = await explain(scope, process, now, engine, options.is('all'))
      if (out.json) return out.document(explanation)
      out.line(out.style('bold', heading(process, language)))
      for (const sentence of await explanationInWords(scope, explanation, language)) out.line(sentence)
      const first = explanation.waits.find(({ kind }) => kind === 'person' || kind === 'alike')
      const silent = engine?.status === 'running' && engine.book === null
      const away = process.open && engine === null
      if (away) out.say(words('why.withoutEngine'))
      if (silent) out.say(words('why.withoutWorker'))
      if (explanation.waits.some(({ kind }) => kind === 'alike')) out.say(words('why.counted'))
      const troubled = away || silent || explanation.waits.some(isTrouble)
      if (troubled) out.say(`Next: ${session.next('bitim doctor')}`)
      else if (first !== undefined && 'task' in first)
        out.say(`Next: ${session.next(`bitim task show ${first.task}`)}`)
      return undefined
    },
  })
}

/** What nobody's decision mends. */
const isTrouble = (wait: ExplainedWait): boolean =>
  wait.kind === 'stuck' || (wait.kind === 'system' && wait.attempts > 0)

/** The engine is away, or what it keeps cannot be read without its keys. */
const UNSEEN: readonly string[] = [
  'engineUnreachable',
  'payloadKeysInvalid',
  'payloadKeysMissing',
  'payloadKeyUnknown',
]

/** The database answers alone where the engine cannot be asked: less is known, and what is known is still true. */
async function viewOf(session: Context['session'], process: string, seq: number): Promise<EngineView | null> {
  try {
    const { client } = await session.connected()
    return await engineView(client, process, seq)
  } catch (error) {
    if (error instanceof Refused && UNSEEN.includes(error.code)) return null
    throw error
  }
}
