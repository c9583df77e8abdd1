import { findProcess } from '../../client/reads/processes.ts'
import { readerFor, withTasks } from '../../client/reads/reader.ts'
import { timeline } from '../../client/reads/timeline.ts'
import { describeEvent } from '../../messages/events.ts'
import { stamp } from '../dates.ts'
import type { Commands } from '../program.ts'
import { heading } from './heading.ts'

export function addEvents(commands: Commands): void {
  commands.add(commands.program, {
    usage: 'events <name>',
    key: 'events',
    options: [['--limit <n>', 'limit']],
    async run({ session, out, language, words }, [name = ''], options) {
      const scope = await session.scope()
      const process = await findProcess(scope, name)
      const events = await timeline(scope, process.id, options.count('limit'))
      if (out.json) return out.document(events)
      const data = events.map((event) => event.data)
      const reader = await withTasks(scope, process.id, await readerFor(scope, language, data))
      out.line(out.style('bold', heading(process, language)))
      out.table(
        [
          { title: '#', right: true },
          { title: words('column.when'), whole: true },
          { title: words('column.who'), whole: true },
          { title: words('column.door'), whole: true },
          { title: words('column.what'), wraps: true },
        ],
        events.map((event) => [
          String(event.seq),
          stamp(event.at, reader.timeZone),
          event.actor === null ? '' : `${event.actor}${event.onBehalf ? '*' : ''}`,
          event.door ?? '',
          describeEvent(process.kind, event.type, event.data, reader),
        ]),
      )
      if (events.some(({ onBehalf }) => onBehalf)) out.say(words('events.onBehalf'))
      return undefined
    },
  })
}
