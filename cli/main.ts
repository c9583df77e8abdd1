import { CommanderError } from 'commander'
import { addCommands } from './commands/index.ts'
import type { Fault } from './faults.ts'
import { EXIT, faultOf } from './faults.ts'
import { languageOf } from './language.ts'
import type { Streams } from './output.ts'
import { Output } from './output.ts'
import { Commands } from './program.ts'
import { Session } from './session.ts'
import { wordsIn } from './words.ts'

function ownStreams(): Streams {
  // For as long as the process lives: the pipe's end is noticed after the last line was written.
  process.stdout.on('error', endOfOutput)
  return { stdout: process.stdout, stderr: process.stderr, environment: process.env }
}

/** Does what a command line says and answers the exit code. */
export async function main(argv: string[], streams: Streams = ownStreams()): Promise<number> {
  const language = languageOf(argv, streams.environment)
  const words = wordsIn(language)
  // Known before the line is understood, so that mistakes in it are told in JSON too.
  const out = new Output(streams, argv.includes('--json'))
  let session: Session | undefined
  let exit: number = EXIT.ok
  const write = { data: (text: string) => out.raw(text), talk: (text: string) => out.say(text) }
  const commands = new Commands(
    words,
    async ({ json, ...globals }, perform) => {
      out.json = json
      session = new Session(globals, streams.environment)
      exit = (await perform({ out, words, language, session })) ?? EXIT.ok
    },
    write,
  )
  addCommands(commands)
  try {
    await commands.program.parseAsync(argv, { from: 'user' })
    return exit
  } catch (error) {
    const shown = error instanceof CommanderError ? error.code : ''
    if (shown === 'commander.helpDisplayed') return EXIT.ok
    // Half a command: its help was shown instead.
    if (shown === 'commander.help') return EXIT.usage
    const fault = faultOf(error, language, words, { ...session?.hint, help: commands.helpOf(argv) })
    report(fault, out, session)
    return fault.exit
  } finally {
    out.endProgress()
    await session?.close()
  }
}

/** A reader that has seen enough, like `head`, is no fault; a disk that takes no more of a file is one. */
function endOfOutput(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(EXIT.ok)
  const language = languageOf(process.argv.slice(2), process.env)
  const { message, code, exit } = faultOf(error, language, wordsIn(language))
  process.stderr.write(`${message} (${code})\n`)
  process.exit(exit)
}

/** One sentence with its code, what can be done, and the next command; as JSON the same on stdout. */
function report({ code, message, advice, command, params }: Fault, out: Output, session?: Session): void {
  if (out.json) {
    out.document({ error: { code, message, next: command ?? advice, params } })
    return
  }
  out.say(`${message} (${code})`)
  if (typeof params.reason === 'string' && (code === 'internal' || code === 'unexpected'))
    out.say(params.reason)
  if (command !== null) out.say(advice)
  out.say(`Next: ${command === null ? advice : (session?.next(command) ?? command)}`)
}

// The image runs this file itself; on one machine scripts/bitim.mjs does, after the set-up.
if (require.main === module) {
  void main(process.argv.slice(2)).then((code) => {
    process.exitCode = code
  })
}
