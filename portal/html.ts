/** Text that is markup already. Only the tag below makes it, so what a person typed can never become any. */
export class Html {
  constructor(private readonly markup: string) {}

  toString(): string {
    return this.markup
  }
}

/** What may stand in a template: nothing at all, text, markup, or a list of these. */
export type Part = Html | string | number | null | undefined | false | readonly Part[]

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')

function markupOf(part: Part): string {
  if (part instanceof Html) return part.toString()
  if (part === null || part === undefined || part === false) return ''
  return typeof part === 'object' ? part.map(markupOf).join('') : escaped(String(part))
}

/** A page or a piece of one. Every value is escaped unless it is markup itself; attributes stand in quotes. */
export function html(texts: TemplateStringsArray, ...values: Part[]): Html {
  return new Html(texts.map((text, n) => text + markupOf(values[n])).join(''))
}

export const NOTHING = html``
