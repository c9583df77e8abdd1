import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadCliWords, wordsIn } from '../../cli/words.ts'
import { FAULTS } from '../../client/reads/audit.ts'
import { STANDINGS } from '../../client/rebuild/compare.ts'
import { doctorChecks } from '../../embedded/finding.ts'
import { fileOutcomes } from '../../registers/import/report.ts'
import { FINDINGS, SEVERITIES } from '../../schema/contracts/findings.ts'
import { cliWords } from './support.ts'

const CLI = join(__dirname, '..', '..', 'cli')

function sources(folder: string): string {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return [sources(path)]
      return entry.name.endsWith('.ts') ? [readFileSync(path, 'utf8')] : []
    })
    .join('\n')
}

const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '').sort()

describe('the words of the command line', () => {
  const english = cliWords('en')

  it.each(['ru', 'uz-Latn'])('%s has the same words with the same placeholders', (language) => {
    const words = cliWords(language)
    expect(Object.keys(words)).toEqual(Object.keys(english))
    for (const [key, text] of Object.entries(words)) {
      expect([key, placeholders(text)]).toEqual([key, placeholders(english[key] ?? '')])
    }
  })

  it('cover every key that the sources name', () => {
    const source = sources(CLI)
    const used = [
      ...[...source.matchAll(/words\('([\w.]+)'/g)].map(([, key]) => key),
      ...[...source.matchAll(/UsageError\('(\w+)'/g)].map(([, key]) => `usage.${key}`),
      ...Object.keys(FINDINGS).map((reason) => `reason.${reason}`),
      ...Object.entries(FINDINGS).flatMap(([reason, weight]) =>
        weight === 'forgiven' ? [] : [`advice.${reason}`],
      ),
      ...SEVERITIES.map((severity) => `finding.${severity}`),
      ...fileOutcomes.map((outcome) => `import.${outcome}`),
      ...doctorChecks.map((check) => `doctor.${check}`),
      ...FAULTS.map((fault) => `audit.${fault}`),
      ...STANDINGS.map((standing) => `rebuild.${standing}`),
    ]
    expect(used.filter((key) => english[key ?? ''] === undefined)).toEqual([])
  })

  it('Uzbek in Latin letters has the right marks', () => {
    const wrong = Object.entries(cliWords('uz-Latn')).filter(([, text]) => /[oOgG]['‘’`ʼ]|['‘’´]/.test(text))
    expect(wrong).toEqual([])
  })

  it('Uzbek in Cyrillic keeps commands, options and abbreviations as they are typed', () => {
    const words = loadCliWords('uz-Cyrl')
    expect(words['usage.whoActs']).toContain('`--as <person>`')
    expect(words['help.global.json']).toContain('JSON')
    expect(words['task.none']).toBe('Очиқ топшириқлар йўқ.')
    expect(wordsIn('uz-Cyrl')('clock.days', { count: 3 })).toBe('3 кун')
  })
})
