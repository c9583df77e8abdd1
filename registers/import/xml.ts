import { SaxesParser } from 'saxes'
import { Unreadable } from './report.ts'

/** What an element tells as it is passed; names are without the prefix of their namespace. */
export interface Passing {
  open(name: string, attributes: Readonly<Record<string, string>>): void
  text(text: string): void
  close(name: string): void
}

const bare = (name: string): string => name.slice(name.indexOf(':') + 1)

/**
 * Reads XML piece by piece.
 * @throws Unreadable when it is not well formed or declares a document type: a workbook has none, and what a type
 * declares (entities that hold one another) has no bounds.
 */
export class XmlReader {
  private readonly decoder = new TextDecoder('utf-8', { fatal: true })
  private readonly parser = new SaxesParser()

  constructor(passing: Passing) {
    const { parser } = this
    parser.on('error', (cause) => {
      throw new Unreadable('notXlsx', null, { cause })
    })
    parser.on('doctype', () => {
      throw new Unreadable('notXlsx')
    })
    parser.on('opentag', ({ name, attributes }) => {
      passing.open(
        bare(name),
        Object.fromEntries(Object.entries(attributes).map(([key, value]) => [bare(key), value])),
      )
    })
    parser.on('text', (text) => passing.text(text))
    parser.on('cdata', (text) => passing.text(text))
    parser.on('closetag', ({ name }) => passing.close(bare(name)))
  }

  push(bytes: Uint8Array, last: boolean): void {
    try {
      this.parser.write(this.decoder.decode(bytes, { stream: !last }))
      if (last) this.parser.close()
    } catch (error) {
      if (error instanceof Unreadable) throw error
      throw new Unreadable('notXlsx', null, { cause: error })
    }
  }
}
