import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { hasMessage, LANGUAGES } from '../../messages/index.ts'
import { file, ROOT } from '../messages/support.ts'

const sources = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return sources(path)
    return entry.name.endsWith('.ts') ? [readFileSync(join(ROOT, path), 'utf8')] : []
  })

const source = sources('portal').join('\n')
const found = (pattern: RegExp): string[] => [
  ...new Set([...source.matchAll(pattern)].flatMap(([, key]) => key ?? [])),
]
const literal = found(/'(?:page\.)?([a-z]\w*(?:\.[\w-]+)+|[a-z]\w+)'/g)
const composed = found(/`(?:page\.)?([\w.]*\$\{[\w.]+\}[\w.]*)`/g).map(
  (template) => new RegExp(`^${template.replaceAll('.', '\\.').replace(/\$\{[^}]*\}/g, '[\\w-]+')}$`),
)

it('every word a page says is written in every language', () => {
  const said = found(/words\(\s*'([\w.-]+)'/g)
  expect(said.length).toBeGreaterThan(50)
  const silent = LANGUAGES.flatMap((language) =>
    said
      .filter((key) => !hasMessage(language, `page.${key}`, { count: 2 }))
      .map((key) => `${language} ${key}`),
  )
  expect(silent).toEqual([])
})

it('no word is written that no page says', () => {
  const keys = Object.keys(file('en'))
    .filter((key) => key.startsWith('page.'))
    .map((key) => key.slice('page.'.length).replace(/_(?:one|other)$/, ''))
  const unsaid = keys.filter((key) => !literal.includes(key) && !composed.some((one) => one.test(key)))
  expect(unsaid).toEqual([])
})
