import type { PastImport } from '../reads/imports.ts'
import type { Scope } from '../reads/scope.ts'
import { Conditions, type Listing, type Page, type Part, pageOf } from './page.ts'

type Item = Omit<PastImport, 'at'> & { at: Date }

const IMPORTS: Listing = {
  columns: `import_run.id, import_run.at, person.code AS by,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('name', name, 'outcome', outcome, 'sha256', sha256,
       'inserted', inserted, 'changed', changed, 'unchanged', unchanged, 'confirmed', confirmed) ORDER BY no), '[]')
     FROM import_file WHERE run_id = import_run.id) AS files`,
  from: 'import_run LEFT JOIN person ON person.id = import_run.person_id',
  orders: {
    '-recorded': {
      by: [
        { column: 'import_run.recorded_at', type: 'timestamptz' },
        { column: 'import_run.id', type: 'text' },
      ],
      descending: true,
    },
  },
}

/** What was brought in, the latest first. */
export const pageOfImports = (scope: Scope, asked: Part): Promise<Page<Item>> =>
  pageOf(scope, IMPORTS, new Conditions(scope.institution).add('import_run.institution_id = $1'), asked)
