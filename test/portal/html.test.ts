import fc from 'fast-check'
import { html } from '../../portal/html.ts'

const CORPUS = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</textarea><script>1</script>',
  '<!--',
  ']]>',
  '&lt;b&gt;',
  'javascript:alert(1)',
  '\u0000<b>',
  '{{7*7}} <%= 7*7 %> #{7*7}',
  '=HYPERLINK("http://x","y")',
  '<svg/onload=alert(1)>',
  '&#x3C;script&#x3E;',
  '＜script＞',
]

const read = (markup: string): string =>
  markup
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')

const anything = fc.oneof(
  fc.constantFrom(...CORPUS),
  fc.string({ unit: 'binary' }),
  fc.tuple(fc.constantFrom(...CORPUS), fc.string()).map(([one, other]) => other + one + other),
)

it('whatever a person typed stays text, between tags and in attributes', () => {
  fc.assert(
    fc.property(anything, (typed) => {
      const text = /^<p>([\s\S]*)<\/p>$/.exec(String(html`<p>${typed}</p>`))?.[1] ?? '<'
      expect(text).not.toMatch(/[<>"']/)
      expect(read(text)).toBe(typed)
      const value = /^<input value="([^"]*)">$/.exec(String(html`<input value="${typed}">`))?.[1]
      expect(read(value ?? '<')).toBe(typed)
    }),
    { numRuns: 2000 },
  )
})

it('markup put into markup stays markup, however deep the lists, and typed text within it stays text', () => {
  const rows = CORPUS.map((typed) => [html`<li>${typed}</li>`, [null, undefined, false as const, 0]])
  const list = String(html`<ul>${rows}</ul>`)
  expect(list.match(/<li>/g)).toHaveLength(CORPUS.length)
  expect(list.replace(/<\/?(?:ul|li)>/g, '')).not.toMatch(/[<>"']/)
  expect(list).not.toMatch(/null|undefined|false/)
})
