import type { Scope } from '../reads/scope.ts'
import { Conditions, type Listing, type Page, type Part, pageOf } from './page.ts'

/** One field of a record that became another. */
export interface ChangeItem {
  /** Of the import or the edit. */
  id: string
  at: Date
  /** Code of who did it; null for the very first import. */
  by: string | null
  door: string | null
  file: string
  record: string
  field: string
  was: string
  is: string
}

const CHANGES: Listing = {
  columns: `import_run.id, import_run.at, person.code AS by, import_run.door, import_change.file, import_change.record,
    import_change.field, import_change.was, import_change.became AS is`,
  from: `import_run JOIN import_change ON import_change.run_id = import_run.id
    LEFT JOIN person ON person.id = import_run.person_id`,
  orders: {
    '-recorded': {
      by: [
        { column: 'import_run.recorded_at', type: 'timestamptz' },
        { column: 'import_run.id', type: 'text' },
        { column: 'import_change.no', type: 'int' },
      ],
      descending: true,
    },
  },
}

/** What became of records, by import and by hand, the latest first. */
export function pageOfChanges(
  scope: Scope,
  asked: Part & { record?: string | undefined; field?: string | undefined },
): Promise<Page<ChangeItem>> {
  const conditions = new Conditions(scope.institution)
    .add('import_run.institution_id = $1')
    .when(asked.record, 'import_change.record = ?')
    .when(asked.field, 'import_change.field = ?')
  return pageOf(scope, CHANGES, conditions, asked)
}
