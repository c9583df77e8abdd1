import { findProcess } from '../../client/reads/processes.ts'
import { COMMANDS, commandOf } from '../../schema/contracts/tasks.ts'
import type { Commands } from '../program.ts'
import { fieldsOf } from '../shape.ts'
import { dataOf } from '../values.ts'
import type { Words } from '../words.ts'

export function addCommand(commands: Commands): void {
  commands.add(commands.program, {
    usage: 'command <process> <type>',
    key: 'command',
    options: [
      ['--data <json>', 'data'],
      ['--data-file <file>', 'dataFile'],
      ['--set <key=value>', 'set'],
      ['--key <key>', 'key'],
    ],
    several: ['set'],
    more: dataOfEach,
    async run({ session, out, words }, [name = '', type = ''], options) {
      const { by } = session
      const process = await findProcess(await session.scope(), name)
      session.hint.process = process.id
      const data = await dataOf(options, commandOf(type))
      const facade = await session.facade()
      const { seq } = await facade.send(by, process.id, type, data, session.keyOf(options.text('key')))
      if (out.json) return out.document({ process: process.id, type, seq })
      out.line(words('command.done', { type, process: process.id, seq }))
      out.say(`Next: ${session.next(`bitim why ${process.id}`)}`)
      return undefined
    },
  })
}

/** What each command's data hold, as the help shows it. */
function dataOfEach(words: Words): string {
  const lines = Object.entries(COMMANDS).flatMap(([type, contract]) => [
    `  ${type}`,
    ...fieldsOf(contract, words).map(
      ({ path, holds, required }) => `    ${`${path}${required ? '' : '?'}`.padEnd(24)}${holds}`,
    ),
  ])
  return ['', words('help.command.fields'), ...lines].join('\n')
}
