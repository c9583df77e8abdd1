import type { Finding, ImportReport } from '../client/import.ts'
import { SEVERITIES, type Severity } from '../schema/contracts/findings.ts'
import type { Context } from './program.ts'
import type { Words } from './words.ts'

/** Forgiven values shown; they are told for the record, not for work. */
const MOST_FORGIVEN = 20

/** Everything there is to say about the files, heaviest first, each with what to do. */
export function showFindings(report: ImportReport, { out, words }: Context): void {
  for (const severity of SEVERITIES) {
    const total = report.files.reduce((sum, { totals }) => sum + totals[severity], 0)
    if (total === 0) continue
    out.line()
    out.line(out.style('bold', words(`finding.${severity}`, { count: total })))
    const listed = shownOf(report, severity)
    for (const finding of listed) out.line(`- ${sentenceOf(finding, words)}`)
    if (listed.length < total) out.line(words('finding.more', { count: total - listed.length }))
  }
}

function shownOf(report: ImportReport, severity: Severity): Finding[] {
  const all = report.files.flatMap(({ findings }) => findings.filter((one) => one.severity === severity))
  return severity === 'forgiven' ? all.slice(0, MOST_FORGIVEN) : all
}

/** “staff.csv, row 4, email, “nodira@”: not an e-mail address. Write one address …” */
function sentenceOf({ severity, file, row, column, value, reason, params }: Finding, words: Words): string {
  const place = [
    file,
    ...(row === null ? [] : [words('finding.row', { row })]),
    ...(column === null ? [] : [column]),
    ...(value === null || value === '' ? [] : [`“${value}”`]),
  ].join(', ')
  const what = `${place}: ${words(`reason.${reason}`, params)}.`
  return severity === 'forgiven' ? what : `${what} ${words(`advice.${reason}`, params)}`
}
