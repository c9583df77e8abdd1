import type { By } from '../access/caller.ts'
import { doorText } from '../access/caller.ts'
import type { Database } from '../database/database.ts'
import type { RecordKind } from '../registers/by-hand/cells.ts'
import { editRecord, LastAdministrator, setActive } from '../registers/by-hand/edit.ts'
import { ImportForbidden } from '../registers/import/importer.ts'
import type { Change, FileReport, Finding } from '../registers/import/report.ts'
import { Refused, type WrongField } from '../schema/refused.ts'
import { actorOf } from './people.ts'
import type { Scope } from './reads/scope.ts'

export type { RecordKind } from '../registers/by-hand/cells.ts'

export interface RecordEdit {
  kind: RecordKind
  code: string
  /** Columns of the kind's import file, as text; lists are divided by semicolons, nothing is an empty text. */
  fields: Readonly<Record<string, string>>
  is: 'new' | 'known'
  /** Throws where the record is not any more what the editor saw. */
  unless?: () => Promise<void>
}

/** What became of an edit. */
export interface RecordEdited {
  code: string
  created: boolean
  changes: Pick<Change, 'field' | 'was' | 'is'>[]
  /** What there is to say about it all the same: no address, an address others have too. */
  remarks: Pick<Finding, 'column' | 'reason'>[]
}

const MISSING: Readonly<Record<RecordKind, string>> = {
  staff: 'unknownPerson',
  contacts: 'unknownPerson',
  students: 'unknownPerson',
  partners: 'unknownPartner',
  sites: 'unknownRecord',
  programmes: 'unknownRecord',
}

/**
 * Creates or corrects one record of the register by hand, under the rules of imports, and keeps who changed what.
 * @throws Refused with every wrong field; recordTaken, importForbidden, lastAdministrator, and what says there is none
 */
export async function edit(
  database: Database,
  scope: Scope,
  by: By,
  wanted: RecordEdit,
): Promise<RecordEdited> {
  const { kind, code } = wanted
  const report = await refusing(async () => editRecord(database, await editorOf(scope, by), wanted))
  if (report === 'missing') throw new Refused(MISSING[kind], { person: code, partner: code, id: code })
  if (report === 'taken') throw new Refused('recordTaken', { code })
  if (report.outcome !== 'imported') throw wrongFields(report)
  return {
    code,
    created: report.inserted > 0,
    changes: report.changes.map(({ field, was, is }) => ({ field, was, is })),
    remarks: report.findings.flatMap(({ severity, column, reason }) =>
      severity === 'warning' ? [{ column, reason }] : [],
    ),
  }
}

/** Whoever has left gets no letter and no new task; what is open is answered, for somebody to pass it on. */
export async function leave(
  database: Database,
  scope: Scope,
  by: By,
  wanted: { code: string; active: boolean; unless?: () => Promise<void> },
): Promise<{ changed: boolean; openTasks: number }> {
  const changed = await refusing(async () => setActive(database, await editorOf(scope, by), wanted))
  if (changed === 'missing') throw new Refused('unknownPerson', { person: wanted.code })
  const { rows } = await scope.pool.query<{ n: number }>({
    name: 'count-open-of-person',
    text: `SELECT count(*)::int AS n FROM task JOIN person ON person.id = owner_id
           WHERE person.institution_id = $1 AND person.code = $2 AND state IN ('open', 'escalated')`,
    values: [scope.institution, wanted.code],
  })
  return { changed, openTasks: rows[0]?.n ?? 0 }
}

async function editorOf({ pool, institution }: Scope, by: By) {
  const { person } = await actorOf(pool, by)
  return { institution, person, door: doorText(by.door) }
}

async function refusing<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ImportForbidden) throw new Refused('importForbidden', { person: error.by ?? '' })
    if (error instanceof LastAdministrator) throw new Refused('lastAdministrator')
    throw error
  }
}

function wrongFields({ findings }: FileReport): Refused {
  const fields = findings
    .filter(({ severity }) => severity === 'error')
    .map(({ column, reason, params }): WrongField => {
      return {
        path: column === null ? [] : [column],
        code: 'invalidInput',
        params: { ...params, field: column ?? '', reason },
      }
    })
  return new Refused('invalidInput', fields[0]?.params ?? {}, fields)
}
