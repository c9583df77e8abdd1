import { readerFor } from '../../client/reads/reader.ts'
import type { InboxFilter, InboxMessage } from '../../embedded/inbox-reader.ts'
import { listInbox } from '../../embedded/inbox-reader.ts'
import { Refused } from '../../schema/refused.ts'
import { stamp } from '../dates.ts'
import { UsageError } from '../faults.ts'
import type { Commands, Context, Options } from '../program.ts'

const DEFAULT_LIMIT = 20

export function addInbox(commands: Commands): void {
  const group = commands.group('inbox')
  const options = [
    ['--to <address>', 'to'],
    ['--limit <n>', 'limit'],
  ] as const
  commands.does(group, { key: 'inbox', options, run: list })
  commands.add(group, {
    usage: 'show <n>',
    key: 'inbox.show',
    options: [['--to <address>', 'to']],
    run: show,
  })
}

async function read({ session }: Context, filter: InboxFilter): Promise<InboxMessage[]> {
  if (session.isProduction) throw new Refused('inboxElsewhere')
  const { inboxDir } = await session.stack()
  return listInbox(inboxDir, filter)
}

const filterOf = (options: Options, limit: number): InboxFilter => {
  const to = options.text('to')
  return { limit, ...(to === undefined ? {} : { to }) }
}

async function list(context: Context, _: string[], options: Options): Promise<undefined> {
  const { session, out, words, language } = context
  const letters = await read(context, filterOf(options, options.count('limit') ?? DEFAULT_LIMIT))
  if (out.json) return out.document(letters)
  if (letters.length === 0) {
    out.say(words('inbox.none'))
    return undefined
  }
  const { timeZone } = await readerFor(await session.scope(), language, [])
  out.table(
    [
      { title: '#', right: true },
      { title: words('column.when') },
      { title: words('column.to') },
      { title: words('column.subject') },
    ],
    letters.map((letter, n) => [
      String(n + 1),
      stamp(letter.date || letter.deliveredAt, timeZone),
      letter.to.join(', '),
      letter.subject,
    ]),
  )
  return undefined
}

/** The letter with the number that the list shows; 1 is the newest. */
async function show(context: Context, [number = '']: string[], options: Options): Promise<undefined> {
  const { out, words } = context
  if (!/^[1-9]\d{0,5}$/.test(number)) throw new UsageError('notACount', { name: number })
  const letter = (await read(context, filterOf(options, Number(number))))[Number(number) - 1]
  if (letter === undefined) throw new UsageError('noLetter', { name: number })
  if (out.json) return out.document(letter)
  out.fields([
    [words('column.from'), letter.from],
    [words('column.to'), letter.to.join(', ')],
    [words('column.when'), letter.date || letter.deliveredAt],
    [words('column.subject'), letter.subject],
  ])
  out.line()
  out.raw(`${letter.text}\n`)
  return undefined
}
