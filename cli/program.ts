import { Command, Option } from 'commander'
import type { Language } from '../messages/index.ts'
import { isLanguage } from '../messages/index.ts'
import { UsageError } from './faults.ts'
import type { Output } from './output.ts'
import type { Globals, Session } from './session.ts'
import type { Words } from './words.ts'

/** What every command is given. */
export interface Context {
  out: Output
  words: Words
  language: Language
  session: Session
}

/** One command: its arguments as commander writes them, its options, and what it does. */
export interface Leaf {
  /** For example `show <id>`. */
  usage: string
  /** Key of its description, and the beginning of the keys of its options. */
  key: string
  /** Flags of each option with the last part of its key. */
  options?: readonly (readonly [flags: string, key: string])[]
  /** What its help says at the end. */
  more?(words: Words): string
  /** Options that may be given several times. */
  several?: readonly string[]
  /** Answers the exit code where it is not 0. */
  run(context: Context, args: string[], options: Options): Promise<number | undefined>
}

/** Options as text: what they mean is the command's to say. */
export class Options {
  constructor(private readonly values: Readonly<Record<string, unknown>>) {}

  text(name: string): string | undefined {
    const value = this.values[name]
    return typeof value === 'string' ? value : undefined
  }

  several(name: string): string[] {
    const value = this.values[name]
    return Array.isArray(value) ? value.map(String) : []
  }

  is(name: string): boolean {
    return this.values[name] === true
  }

  /** A whole number of at least 1. */
  count(name: string): number | undefined {
    const text = this.text(name)
    if (text === undefined) return undefined
    if (!/^[1-9]\d{0,5}$/.test(text)) throw new UsageError('notACount', { name: `--${name}` })
    return Number(text)
  }
}

const GLOBALS = [
  ['--data <folder>', 'data'],
  ['--as <person>', 'as'],
  ['--institution <code>', 'institution'],
  ['--json', 'json'],
  ['--language <language>', 'language'],
] as const

export type Act = (
  globals: Globals & { json: boolean },
  perform: (context: Context) => Promise<number | undefined>,
) => Promise<void>

/** Adds commands to a program; the options of every command may stand anywhere behind `bitim`. */
export class Commands {
  readonly program: Command

  constructor(
    private readonly words: Words,
    private readonly act: Act,
    write: { data(text: string): void; talk(text: string): void },
  ) {
    this.program = new Command('bitim')
    // Mistakes are told by whoever called us, in the words of the reader.
    this.program.configureOutput({ writeOut: write.data, writeErr: write.talk, outputError: () => undefined })
    this.program.exitOverride().enablePositionalOptions()
    this.describe(this.program, 'help.bitim')
    for (const option of this.globalOptions()) this.program.addOption(option)
  }

  /** The command line that shows the help of the command which the words of another lead to. */
  helpOf(argv: readonly string[]): string {
    let at = this.program
    const path = [at.name()]
    for (const word of argv) {
      const next = at.commands.find((command) => command.name() === word)
      if (next === undefined) continue
      at = next
      path.push(word)
    }
    return [...path, '--help'].join(' ')
  }

  group(name: string): Command {
    const group = this.program.command(name)
    this.describe(group, `help.${name}`)
    this.takeGlobals(group)
    return group
  }

  add(parent: Command, leaf: Leaf): Command {
    const command = parent.command(leaf.usage)
    this.describe(command, `help.${leaf.key}`)
    command.addHelpText('after', () => leaf.more?.(this.words) ?? '')
    this.does(command, leaf)
    return command
  }

  /** Gives a group something to do of its own. */
  does(command: Command, { key, options = [], several = [], run }: Omit<Leaf, 'usage' | 'more'>): void {
    for (const [flags, last] of options) {
      const option = new Option(flags, this.words(`help.${key}.${last}`))
      if (several.includes(last)) option.argParser<string[]>((value, before = []) => [...before, value])
      command.addOption(option)
    }
    const own = command.options.map((option) => option.attributeName())
    this.takeGlobals(command)
    command.action(async () => {
      const globals = this.globalsOf(command, own)
      const args = command.processedArgs.flat().filter((arg): arg is string => typeof arg === 'string')
      await this.act(globals, (context) => run(context, args, new Options(command.opts())))
    })
  }

  private describe(command: Command, key: string): void {
    const { words } = this
    command.description(words(key)).helpOption('-h, --help', words('help.help')).helpCommand(false)
    command.configureHelp({
      showGlobalOptions: true,
      helpWidth: 100,
      styleTitle: (title) => words(`help.title.${title.replace(/\W+/g, '').toLowerCase()}`),
    })
  }

  private globalOptions(): Option[] {
    return GLOBALS.map(([flags, key]) => new Option(flags, this.words(`help.global.${key}`)))
  }

  /** The same options again behind a command, hidden there because its help shows the program's. */
  private takeGlobals(command: Command): void {
    const own = command.options.map((option) => option.long)
    for (const option of this.globalOptions()) {
      if (!own.includes(option.long)) command.addOption(option.hideHelp())
    }
  }

  private globalsOf(command: Command, own: readonly string[]): Globals & { json: boolean } {
    const chain: Command[] = []
    for (let at: Command | null = command; at !== null; at = at.parent) chain.unshift(at)
    const values: Record<string, unknown> = {}
    for (const at of chain) {
      for (const [name, value] of Object.entries(at.opts())) {
        if (value !== undefined && !(at === command && own.includes(name))) values[name] = value
      }
    }
    const text = (name: string): string | undefined => {
      const value = values[name]
      return typeof value === 'string' ? value : undefined
    }
    const language = text('language')
    if (language !== undefined && !isLanguage(language)) throw new UsageError('language', { name: language })
    const [data, as, institution] = [text('data'), text('as'), text('institution')]
    return {
      json: values.json === true,
      ...(data === undefined ? {} : { data }),
      ...(as === undefined ? {} : { as }),
      ...(institution === undefined ? {} : { institution }),
    }
  }
}
