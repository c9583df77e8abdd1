/**
 * Reads the part of YAML our own deployment files use: nested mappings and lists by indentation, one-line lists and
 * plain or quoted values. Everything else is refused, so that nothing is misread silently.
 */
export function parseYaml(text, file) {
  const lines = text
    .split('\n')
    .map((line, index) => ({
      indent: line.search(/\S/),
      text: line.trim(),
      at: `${file}:${index + 1}`,
      raw: line,
    }))
    .filter((line) => line.text !== '' && !line.text.startsWith('#'))
  for (const line of lines) {
    if (line.raw.includes('\t')) throw new Error(`${line.at}: tabs are not allowed`)
    if (line.indent % 2 !== 0) throw new Error(`${line.at}: indentation must be a multiple of two`)
  }
  const cursor = { lines, next: 0 }
  const value = parseBlock(cursor, 0)
  const rest = lines[cursor.next]
  if (rest) throw new Error(`${rest.at}: unexpected indentation`)
  return value
}

function parseBlock(cursor, indent) {
  const first = cursor.lines[cursor.next]
  if (!first || first.indent < indent) return null
  return first.text.startsWith('- ') ? parseList(cursor, first.indent) : parseMapping(cursor, first.indent)
}

function parseList(cursor, indent) {
  const items = []
  for (let line = cursor.lines[cursor.next]; line?.indent === indent; line = cursor.lines[cursor.next]) {
    if (!line.text.startsWith('- ')) throw new Error(`${line.at}: a list item is expected`)
    const item = line.text.slice(2)
    if (/^[\w.-]+:(\s|$)/.test(item)) {
      // A mapping inside an item begins on the item's own line: read it as if it stood alone, two columns deeper.
      cursor.lines[cursor.next] = { ...line, indent: indent + 2, text: item }
      items.push(parseMapping(cursor, indent + 2))
    } else {
      cursor.next += 1
      items.push(parseScalar(item, line.at))
    }
  }
  return items
}

function parseMapping(cursor, indent) {
  const mapping = {}
  for (let line = cursor.lines[cursor.next]; line?.indent === indent; line = cursor.lines[cursor.next]) {
    const found = /^([\w.-]+):(?:\s+(.*))?$/.exec(line.text)
    if (!found) throw new Error(`${line.at}: "key: value" is expected`)
    const [, key, rest] = found
    if (Object.hasOwn(mapping, key)) throw new Error(`${line.at}: ${key} appears twice`)
    cursor.next += 1
    mapping[key] = rest === undefined ? parseBlock(cursor, indent + 2) : parseScalar(rest, line.at)
  }
  return mapping
}

function parseScalar(text, at) {
  if (text.startsWith('[')) {
    if (!text.endsWith(']')) throw new Error(`${at}: a one-line list must end on its line`)
    return text
      .slice(1, -1)
      .split(/,\s*/)
      .map((item) => parseScalar(item, at))
  }
  if (/^[&*!|>%@`{]/.test(text)) throw new Error(`${at}: ${text[0]} is not supported here`)
  const quoted = /^(["'])(.*)\1$/.exec(text)
  if (quoted) return quoted[2]
  if (text === 'true' || text === 'false') return text === 'true'
  if (/^-?\d+$/.test(text)) return Number(text)
  if (/:\s|\s#/.test(text.replaceAll(/\$\{[^}]*\}/g, ''))) throw new Error(`${at}: quote this value`)
  return text
}
