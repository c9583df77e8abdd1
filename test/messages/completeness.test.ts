import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { hasMessage, LANGUAGES, message } from '../../messages/index.ts'
import { ALARMS, EVENT_TYPES, PAPER_KINDS, ROLES, STAGES, TASK_MINUTES } from '../../messages/keys.ts'
import { ERRORS } from '../../schema/contracts/errors.ts'
import { FORMS, PRACTICE_TYPES } from '../../schema/contracts/lists.ts'
import { COMMANDS, TASKS } from '../../schema/contracts/tasks.ts'
import { POLICIES } from '../../schema/policies/released.ts'
import { allSources, FOLDERS, file, found, ROOT, sorted, sourceOf, type Written } from './support.ts'

const PROCESSES = Object.keys(FOLDERS) as (keyof typeof FOLDERS)[]
const BASE = /_(?:zero|one|two|few|many|other)$/

/** Every key exists in every language, for every number a sentence may count. */
function expectWords(keys: readonly string[]): void {
  const missing = LANGUAGES.flatMap((language) =>
    keys
      .filter((key) => [0, 1, 2, 5, 21].some((count) => !hasMessage(language, key, { count })))
      .map((key) => `${language} ${key}`),
  )
  expect(missing).toEqual([])
}

describe('the lists of words know what the processes know', () => {
  it.each(PROCESSES)('every event of %s is listed', (process) => {
    const union = /export type \w+Event =([\s\S]*?)\n\n|export type \w+Event =([\s\S]*)$/.exec(
      readFileSync(join(ROOT, 'workflows', FOLDERS[process], 'state.ts'), 'utf8'),
    )
    const types = found(union?.[1] ?? union?.[2] ?? '', /type: '(\w+)'/g)
    expect(types.length).toBeGreaterThan(5)
    expect(types).toEqual(sorted(EVENT_TYPES[process]))
  })

  it('every event of the ledger is listed', () => {
    const source = readFileSync(join(ROOT, 'workflows', 'durable', 'ledger.ts'), 'utf8')
    expect(found(source, /\{ type: '(\w+)'/g)).toEqual(sorted(EVENT_TYPES.common))
  })

  it.each(PROCESSES)('every stage of %s is listed', (process) => {
    const unions = found(sourceOf(FOLDERS[process]), /^ {2}stage: ((?:'\w+'(?: \| )?)+)$/gm)
    // Where the stage follows from what is kept, its type names the stages.
    const told = found(sourceOf(FOLDERS[process]), /^export type Stage = ((?:'\w+'(?: \| )?)+)$/gm)
    const stages = (told.length > 0 ? told : unions).flatMap((union) => found(union, /'(\w+)'/g))
    expect(sorted(stages)).toEqual(sorted(STAGES[process]))
  })

  it.each(PROCESSES)('every alarm of %s is listed', (process) => {
    const alarms = found(sourceOf(FOLDERS[process]), /wait: 'alarm',\s*key: ['`](\w+)/g)
    expect(alarms.length).toBeGreaterThan(0)
    expect(alarms).toEqual(sorted(ALARMS[process]))
  })

  it('every kind of task is listed', () => {
    const source = allSources()
    const items = /const ITEM_KINDS[^{]*\{([^}]*)\}/.exec(source)?.[1] ?? ''
    const kinds = [
      ...found(source, /task\(\s*[^,()]+(?:\([^)]*\))?[^,()]*,\s*'(\w+)'/g),
      ...found(source, /wait: 'task',\s*key: [^\n]+\s*kind: '(\w+)'/g),
      ...found(items, /'(\w+)'/g),
    ]
    expect(sorted([...new Set(kinds)])).toEqual(sorted(Object.keys(TASK_MINUTES)))
    expect(sorted(Object.keys(TASKS))).toEqual(sorted(Object.keys(TASK_MINUTES)))
  })
})

describe('everything listed has words in every language', () => {
  it('tasks', () => {
    expectWords(Object.keys(TASK_MINUTES).flatMap((kind) => [`task.${kind}.do`, `task.${kind}.why`]))
  })

  it('events', () => {
    const keys = Object.keys(file('en'))
    const isWritten = (base: string) => keys.some((key) => key === base || key.startsWith(`${base}_`))
    const silent = Object.entries(EVENT_TYPES).flatMap(([process, types]) =>
      types
        .map((type) => ({ type, own: `event.${process}.${type}`, common: `event.common.${type}` }))
        .filter(({ own, common }) => !isWritten(own) && !isWritten(common))
        .map(({ own }) => own),
    )
    expect(silent).toEqual([])
  })

  it('stages, alarms, papers, roles, forms and types of practice', () => {
    expectWords([
      ...Object.entries(STAGES).flatMap(([process, stages]) =>
        stages.map((stage) => `stage.${process}.${stage}`),
      ),
      ...Object.entries(ALARMS).flatMap(([process, alarms]) =>
        alarms.map((alarm) => `alarm.${process}.${alarm}`),
      ),
      ...PROCESSES.map((process) => `process.${process}`),
      ...PAPER_KINDS.map((kind) => `paper.${kind}`),
      ...ROLES.map((role) => `role.${role}`),
      ...FORMS.map((form) => `form.${form}`),
      ...PRACTICE_TYPES.map((type) => `practice.${type}`),
    ])
  })

  it('the roles of the processes and the policy', () => {
    const owners = POLICIES.flatMap(({ practiceCycle }) => practiceCycle.pack.map(({ owner }) => owner))
    const routes = POLICIES.flatMap(({ agreement }) => agreement.routes.default.flatMap(({ roles }) => roles))
    const used = [
      ...found(allSources(), /role: '(\w+)'/g),
      ...POLICIES.flatMap(({ roles }) => Object.keys(roles)),
      ...owners,
      ...routes,
    ]
    expectWords(used.map((role) => `role.${role}`))
  })

  it('the papers of the policy', () => {
    const kinds = POLICIES.flatMap(({ practiceCycle, registers }) => [
      ...practiceCycle.pack.map(({ kind }) => kind),
      ...Object.keys(registers),
    ])
    expectWords(kinds.map((kind) => `paper.${kind}`))
  })

  it('decisions', () => {
    const names = [
      ...new Set(Object.values(TASKS).flatMap((decisions) => Object.keys(decisions))),
      'delegate',
    ]
    expectWords(names.map((name) => `decision.${name}`))
    expect(Object.keys(COMMANDS)).toContain('close')
  })

  it('conflicts of a schedule', () => {
    const union = /const CONFLICTS = \[([^\]]*)\]/.exec(sourceOf('practice-cycle'))?.[1] ?? ''
    const codes = found(union, /'(\w+)'/g)
    expect(codes).toHaveLength(7)
    expectWords(codes.map((code) => `conflict.${code}`))
  })

  it('errors: what happened and what to do', () => {
    expectWords(Object.keys(ERRORS).flatMap((code) => [`error.${code}.what`, `error.${code}.next`]))
  })
})

describe('the three written LANGUAGES say the same', () => {
  const written: Written[] = ['uz-Latn', 'ru', 'en']
  const keysOf = (language: Written) =>
    new Set(Object.keys(file(language)).map((key) => key.replace(BASE, '')))

  it('have the same keys', () => {
    const [latin, ru, en] = written.map((language) => sorted([...keysOf(language)]))
    expect(ru).toEqual(en)
    expect(latin).toEqual(en)
  })

  it('leave the same gaps to fill', () => {
    const gaps = (language: Written) => {
      const found: Record<string, string[]> = {}
      for (const [key, text] of Object.entries(file(language))) {
        const names = [...text.matchAll(/\{\{([\w.]+)/g)].map((match) => match[1] ?? '')
        const base = key.replace(BASE, '')
        found[base] = sorted([...new Set([...(found[base] ?? []), ...names])])
      }
      return found
    }
    expect(gaps('ru')).toEqual(gaps('en'))
    expect(gaps('uz-Latn')).toEqual(gaps('en'))
  })

  it('leave no text empty and no space at an end', () => {
    for (const language of written) {
      for (const [key, text] of Object.entries(file(language)))
        expect([key, text]).toEqual([key, text.trim()])
      expect(Object.values(file(language))).not.toContain('')
    }
  })

  it('write Uzbek with its own letters and Russian with its own quotation marks', () => {
    const uzbek = Object.values(file('uz-Latn')).join('\n')
    expect(uzbek).not.toMatch(/['‘’´]|[оОаАеЕ]/)
    expect(uzbek).not.toMatch(/[og]ʼ|[OG]ʼ/)
    expect(Object.values(file('ru')).join('\n')).not.toMatch(/[“”"]|№ /)
  })

  it('end every Uzbek task in the verbal noun that mails and explanations lengthen', () => {
    const phrases = Object.entries(file('uz-Latn')).filter(([key]) => /^task\.\w+\.do/.test(key))
    expect(phrases.length).toBeGreaterThan(40)
    expect(phrases.filter(([, text]) => !text.endsWith('sh'))).toEqual([])
  })
})

it('names of variables and options stand in Cyrillic as they are typed', () => {
  for (const [key, text] of Object.entries(file('uz-Latn'))) {
    const typed = text.match(/--[a-z-]+|[A-Z]+(?:_[A-Z]+)+/g) ?? []
    for (const name of typed) expect(message('uz-Cyrl', key.replace(BASE, ''), { count: 5 })).toContain(name)
  }
})

it('Uzbek in Cyrillic holds no Latin letter outside commands and gaps', () => {
  const latin = file('uz-Latn')
  const rest = Object.keys(latin)
    .map((key) =>
      message('uz-Cyrl', key.replace(BASE, ''), { count: 5 }).replace(
        /`[^`]*`|--[a-z-]+(?: <\w+>)?|[A-Z]+(?:_[A-Z]+)+|PostgreSQL|Temporal/g,
        '',
      ),
    )
    .filter((text) => /[A-Za-z]/.test(text))
  expect(rest).toEqual([])
})
