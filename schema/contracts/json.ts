/** Brackets within brackets that any file of ours has; a reader that goes down a file without end runs out of stack. */
const DEEPEST = 64

/** Why a text is no JSON that is read here. */
export type JsonFault = 'notJson' | 'tooDeep'

/** True where objects and lists lie within one another deeper than anybody writes them. */
function isTooDeep(text: string): boolean {
  let [depth, quoted] = [0, false]
  for (let place = 0; place < text.length; place += 1) {
    const character = text[place]
    if (quoted) {
      if (character === '\\') place += 1
      else if (character === '"') quoted = false
    } else if (character === '"') quoted = true
    else if (character === '{' || character === '[') {
      depth += 1
      if (depth > DEEPEST) return true
    } else if (character === '}' || character === ']') depth -= 1
  }
  return false
}

/** The value of a JSON text from outside, or why it is not read. */
export function parseJson(text: string): { value: unknown } | { fault: JsonFault } {
  if (isTooDeep(text)) return { fault: 'tooDeep' }
  try {
    return { value: JSON.parse(text) }
  } catch (error) {
    if (error instanceof SyntaxError) return { fault: 'notJson' }
    throw error
  }
}
