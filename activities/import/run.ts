import type { PoolClient } from 'pg'
import type { Logger } from 'pino'
import type { Bound, Database, Sql } from '../../client/database.ts'
import type { InstitutionFile } from '../../schema/contracts/import.ts'
import type { FileDefinition } from './definition.ts'
import { readInstitution, writeInstitution } from './institution.ts'
import { employmentFile, labourDemandFile } from './labour.ts'
import { hasStaff, writeLinks } from './links.ts'
import { partnersFile, programmesFile, sitesFile } from './partners.ts'
import { contactsFile, staffFile, studentsFile } from './people.ts'
import { attestationFile, practiceScheduleFile, staffInternshipsFile } from './plans.ts'
import { type FileReport, Mistakes } from './report.ts'
import { importRows } from './rows.ts'
import type { Source } from './source.ts'
import { keepIfFaultless } from './transaction.ts'
import type { Counts } from './upsert.ts'

export interface ImportDeps {
  database: Database
  log: Pick<Logger, 'info' | 'warn'>
}

export interface ImportOptions {
  /** Whose data this is; needed when several institutions are known and no institution.json comes along. */
  institutionCode?: string
}

export const INSTITUTION_FILE = 'institution.json'
const OWN = 'institution'

/** Every file after those it refers to. */
export const fileDefinitions: readonly FileDefinition[] = [
  programmesFile,
  partnersFile,
  staffFile,
  contactsFile,
  sitesFile,
  studentsFile,
  practiceScheduleFile,
  attestationFile,
  staffInternshipsFile,
  labourDemandFile,
  employmentFile,
]

const NOTHING: Counts = { inserted: 0, changed: 0, unchanged: 0 }

/** One transaction's worth of work. */
interface Step {
  kind: string
  file: string
  after: readonly string[]
  run(client: PoolClient, mistakes: Mistakes): Promise<Counts | 'waitsForStaff'>
}

/** A run over one folder or file; the institution becomes known on the way. */
export class ImportRun {
  private institution: string | null
  private own: InstitutionFile | null = null
  private readonly refused = new Map<string, string>()
  readonly files: FileReport[] = []

  constructor(
    private readonly deps: ImportDeps,
    private readonly options: ImportOptions,
  ) {
    this.institution = options.institutionCode ?? null
  }

  get institutionCode(): string | null {
    return this.institution
  }

  steps(sources: readonly Source[]): Step[] {
    const own = sources.find((source) => source.name === INSTITUTION_FILE)
    const steps = fileDefinitions.flatMap((definition) =>
      sources
        .filter((source) => definition.pattern.test(source.name))
        .map((source) => this.rowsStep(definition, source)),
    )
    if (own === undefined) return steps
    const staff = steps.findLastIndex((step) => step.kind === 'staff')
    return [
      this.institutionStep(own),
      ...steps.slice(0, staff + 1),
      this.linksStep(own.name),
      ...steps.slice(staff + 1),
    ]
  }

  private rowsStep(definition: FileDefinition, source: Source): Step {
    return {
      kind: definition.kind,
      file: source.name,
      after: definition.after,
      run: async (client, mistakes) => {
        const id = await this.lockInstitution(client)
        if (id !== null) return importRows(client, id, definition, source, mistakes)
        mistakes.add(null, null, 'institutionUnknown')
        return NOTHING
      },
    }
  }

  private institutionStep(source: Source): Step {
    return {
      kind: OWN,
      file: source.name,
      after: [],
      run: async (client, mistakes) => {
        const file = await readInstitution(source, mistakes)
        const given = this.options.institutionCode
        if (file && given !== undefined && file.code !== given) mistakes.add(null, 'code', 'otherInstitution')
        if (file === null || mistakes.errors.length > 0) return NOTHING
        this.own = file
        this.institution = file.code
        await lock(client, file.code)
        return writeInstitution(client, file)
      },
    }
  }

  private linksStep(name: string): Step {
    return {
      kind: 'institutionLinks',
      file: name,
      after: [OWN, 'staff'],
      run: async (client, mistakes) => {
        const id = await this.lockInstitution(client)
        if (id === null || this.own === null || !(await hasStaff(client, id))) return 'waitsForStaff'
        return writeLinks(client, id, this.own, mistakes)
      },
    }
  }

  /** The institution's id; from now on no other import writes to it until the transaction ends. */
  private async lockInstitution(client: PoolClient): Promise<string | null> {
    const only = await this.known(client)
    if (only === null) return null
    this.institution = only.code
    await lock(client, only.code)
    return only.id
  }

  /** The institution whose data this is, where it is known and there is one. */
  private async known(sql: Sql): Promise<{ id: string; code: string } | null> {
    const { rows } = await sql.query<{ id: string; code: string }>(
      'SELECT id, code FROM institution WHERE $1::text IS NULL OR code = $1 LIMIT 2',
      [this.institution],
    )
    return rows.length === 1 ? (rows[0] ?? null) : null
  }

  /** Only the institution's own file is not bound to it: it may be what brings it in. */
  private async bindingOf(step: Step): Promise<Bound> {
    const { all } = this.deps.database
    return step.kind === OWN ? all : this.deps.database.of((await this.known(all))?.id ?? '')
  }

  async perform(step: Step): Promise<void> {
    const waitsFor = step.after.flatMap((kind) => this.refused.get(kind) ?? [])
    const report: FileReport = {
      file: step.file,
      kind: step.kind,
      outcome: 'skipped',
      ...NOTHING,
      errors: [],
      more: false,
      waitsFor,
    }
    this.files.push(report)
    if (waitsFor.length === 0) {
      const mistakes = new Mistakes(step.file)
      const bound = await this.bindingOf(step)
      const done = await keepIfFaultless(bound, mistakes, (client) => step.run(client, mistakes))
      if (done === 'waitsForStaff') report.waitsFor = ['staff.csv']
      else if (done !== null) Object.assign(report, done, { outcome: 'imported' })
      else Object.assign(report, { outcome: 'refused', errors: mistakes.errors, more: mistakes.more })
    }
    if (report.outcome !== 'imported' && step.kind !== 'institutionLinks') {
      this.refused.set(step.kind, step.file)
    }
    const { file, outcome, inserted, changed, unchanged } = report
    const line = { file, outcome, inserted, changed, unchanged, errors: report.errors.length }
    this.deps.log[report.outcome === 'refused' ? 'warn' : 'info'](line, 'import of a file ended')
  }
}

/** One import at a time writes to an institution. */
async function lock(client: PoolClient, institutionCode: string): Promise<void> {
  await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('import ' || $1, 0))`, [institutionCode])
}
