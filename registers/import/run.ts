import { extname } from 'node:path'
import type { PoolClient } from 'pg'
import type { Logger } from 'pino'
import { bindTo } from '../../database/database.ts'
import type { InstitutionFile } from '../../schema/contracts/import.ts'
import type { FileDefinition } from './definition.ts'
import type { Encoding } from './encoding.ts'
import { importerOf } from './importer.ts'
import { readInstitution, writeInstitution } from './institution.ts'
import { employmentFile, labourDemandFile } from './labour.ts'
import { hasStaff, writeLinks } from './links.ts'
import { partnersFile, programmesFile, sitesFile } from './partners.ts'
import { contactsFile, staffFile, studentsFile } from './people.ts'
import { attestationFile, practiceScheduleFile, staffInternshipsFile } from './plans.ts'
import { ChangeLog, hashed, ImportRecord } from './record.ts'
import { emptyReport, type FileOutcome, type FileReport, Findings } from './report.ts'
import { type FileAtHand, importRows } from './rows.ts'
import type { Source } from './source.ts'
import { keepIf } from './transaction.ts'
import { type Counts, NOTHING } from './upsert.ts'

export interface ImportOptions {
  /** Whose data this is; needed when several institutions are known and no institution.json comes along. */
  institutionCode?: string
  /** Code or id of who brings the files in; not needed for the very first import. */
  by?: string
  /** Everything happens and nothing is kept. */
  dryRun?: boolean
  /** The questions that are confirmed, as the report of a file names them. */
  confirm?: readonly string[]
  /** Nothing is asked: whoever brings it in typed it. */
  meant?: boolean
  /** How whoever brings it in came in. */
  door?: string
  /** What text files are written in, where it cannot be recognised. */
  encoding?: Encoding
}

const INSTITUTION_FILE = 'institution.json'
const EXTENSIONS: readonly string[] = ['.csv', '.txt', '.xlsx']

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

const baseOf = (name: string): string => name.slice(0, name.length - extname(name).length)

const isOf = (name: string, definition: FileDefinition): boolean =>
  EXTENSIONS.includes(extname(name).toLowerCase()) && definition.pattern.test(baseOf(name))

export const isKnown = (name: string): boolean =>
  name === INSTITUTION_FILE || fileDefinitions.some((definition) => isOf(name, definition))

/** One file's worth of work. */
interface Step {
  kind: string
  source: Source
  after: readonly string[]
  run(at: FileAtHand): Promise<Counts | 'waitsForStaff'>
}

/** A run over one folder or file in one transaction; the institution becomes known on the way. */
export class ImportRun {
  private institution: string | null
  private importer: string | null | undefined
  private own: InstitutionFile | null = null
  private readonly missing = new Map<string, string>()
  private readonly record = new ImportRecord()
  readonly files: FileReport[] = []

  constructor(
    private readonly client: PoolClient,
    private readonly log: Pick<Logger, 'info' | 'warn'>,
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
        .filter((source) => isOf(source.name, definition))
        .map((source, index, all) =>
          all.slice(0, index).some(({ name }) => baseOf(name) === baseOf(source.name))
            ? this.secondStep(definition, source)
            : this.rowsStep(definition, source),
        ),
    )
    if (own === undefined) return steps
    const staff = steps.findLastIndex((step) => step.kind === 'staff')
    return [
      this.institutionStep(own),
      ...steps.slice(0, staff + 1),
      this.linksStep(own),
      ...steps.slice(staff + 1),
    ]
  }

  private rowsStep(definition: FileDefinition, source: Source): Step {
    return {
      kind: definition.kind,
      source,
      after: definition.after,
      run: async (at) => {
        const id = await this.findInstitution()
        if (id !== null) return importRows(this.client, id, definition, at)
        at.findings.add(null, null, 'institutionUnknown')
        return NOTHING
      },
    }
  }

  /** The same file saved twice, as CSV and as a workbook: nobody knows which of the two is meant. */
  private secondStep({ kind, after }: FileDefinition, source: Source): Step {
    return {
      kind,
      source,
      after,
      run: async ({ findings }) => {
        findings.add(null, null, 'givenTwice')
        return NOTHING
      },
    }
  }

  private institutionStep(source: Source): Step {
    return {
      kind: 'institution',
      source,
      after: [],
      run: async (at) => {
        const { findings } = at
        const file = await readInstitution(at.source, findings, at.recognise)
        const given = this.options.institutionCode
        if (file && given !== undefined && file.code !== given)
          findings.add(null, 'code', 'otherInstitution', { value: file.code, params: { expected: given } })
        if (file === null || findings.refuses) return NOTHING
        this.own = file
        this.institution = file.code
        // Asked before anything is written, of the institution as it was.
        await this.lookUp()
        return writeInstitution(this.client, file, (id) => this.begin(id), at)
      },
    }
  }

  private linksStep(source: Source): Step {
    return {
      kind: 'institutionLinks',
      source,
      after: ['institution', 'staff'],
      run: async (at) => {
        const id = await this.findInstitution()
        if (id === null || this.own === null || !(await hasStaff(this.client, id))) return 'waitsForStaff'
        return writeLinks(this.client, id, this.own, at)
      },
    }
  }

  /** The institution's id, to which the transaction is bound from here on. */
  private async findInstitution(): Promise<string | null> {
    const id = await this.lookUp()
    if (id !== null) await this.begin(id)
    return id
  }

  /** The institution's id, null where it is not there yet or not known; asks who imports before anything is told. */
  private async lookUp(): Promise<string | null> {
    const { rows } = await this.client.query<{ id: string; code: string }>(
      `SELECT id, code FROM institution
       WHERE ($1::text IS NULL OR code = $1)
         AND ($1 IS NOT NULL OR $2::text IS NULL OR (SELECT count(*) FROM institution) = 1
           OR EXISTS (SELECT FROM person WHERE institution_id = institution.id AND (person.code = $2 OR person.id = $2)))
       LIMIT 2`,
      [this.institution, this.options.by ?? null],
    )
    const only = rows.length === 1 ? rows[0] : undefined
    if (only === undefined) {
      if (this.own !== null) await this.askWho(null)
      return null
    }
    this.institution = only.code
    await this.askWho(only.id)
    return only.id
  }

  private async askWho(institution: string | null): Promise<void> {
    if (this.importer !== undefined) return
    this.importer = await importerOf(this.client, institution, this.options.by ?? null)
  }

  /** From here on the transaction meets the rows of this institution only. */
  private async begin(institution: string): Promise<void> {
    await bindTo(this.client, institution)
    const { door = null } = this.options
    await this.record.begin(this.client, institution, { person: this.importer ?? null, door })
  }

  async perform(step: Step): Promise<void> {
    const { source, sha256 } = hashed(step.source)
    const report = emptyReport(source.name, step.kind)
    report.waitsFor = step.after.flatMap((kind) => this.missing.get(kind) ?? [])
    this.files.push(report)
    if (report.waitsFor.length === 0) await this.try(step, source, report)
    const isThere = ['imported', 'empty', ...(this.options.dryRun ? ['asked'] : [])].includes(report.outcome)
    if (!isThere && step.kind !== 'institutionLinks') this.missing.set(step.kind, source.name)
    if (report.outcome !== 'skipped') {
      const confirmed = report.outcome === 'imported' ? report.confirm : null
      await this.record.file(this.client, report, sha256(), confirmed)
    }
    const { file, outcome, inserted, changed, unchanged, totals } = report
    const line = { file, outcome, inserted, changed, unchanged, errors: totals.error }
    this.log[outcome === 'refused' ? 'warn' : 'info'](line, 'import of a file ended')
  }

  private async try(step: Step, source: Source, report: FileReport): Promise<void> {
    const findings = new Findings(source.name)
    const changes = new ChangeLog(this.record, source.name)
    const { dryRun = false, confirm = [], meant = false, encoding = null } = this.options
    const isAnswered = (): boolean => meant || findings.key === null || confirm.includes(findings.key)
    const mark = this.record.mark()
    const done = await keepIf(
      this.client,
      findings,
      // A preview goes on with what it asks about, for the files behind to be seen as they would be.
      () => !findings.refuses && (dryRun || isAnswered()),
      () =>
        step.run({
          source,
          base: baseOf(source.name),
          encoding,
          findings,
          changes,
          recognise: (recognised) => {
            report.recognised = recognised
          },
        }),
    )
    if (done === null) {
      this.record.returnTo(mark)
      // What was refused is recorded too, where there is an institution to record it for.
      await this.findInstitution()
    }
    if (done === 'waitsForStaff') {
      report.waitsFor = ['staff.csv']
      return
    }
    const outcome = outcomeOf(findings, done, isAnswered())
    Object.assign(report, done ?? NOTHING, {
      outcome,
      findings: findings.all,
      totals: findings.totals,
      changes: changes.listed,
      changedFields: changes.total,
      confirm: findings.key,
    })
  }
}

function outcomeOf(findings: Findings, done: Counts | null, isAnswered: boolean): FileOutcome {
  if (findings.refuses) return 'refused'
  if (!isAnswered || done === null) return 'asked'
  return findings.all.some(({ reason }) => reason === 'headerOnly') ? 'empty' : 'imported'
}
