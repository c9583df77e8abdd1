import type { MatterWords } from '../../client/reads/matter-words.ts'
import { message } from '../../messages/index.ts'
import { stamp } from '../dates.ts'
import type { Context } from '../program.ts'

/** What is needed to decide: the task it is about, the matter itself, its papers, what changed, what was said before. */
export function showMatter(context: Context, matter: MatterWords, timeZone: string): void {
  const { out, language, session } = context
  const heading = (text: string): void => {
    out.line()
    out.line(out.style('bold', text))
  }
  const { late } = matter
  if (late !== null) {
    heading(message(language, 'matter.late'))
    out.line([late.do, late.owner, stamp(late.due, timeZone)].filter(Boolean).join(' · '))
    out.line(session.next(`bitim task show ${late.id}`))
  }
  for (const { title, fields, columns, rows } of matter.parts) {
    heading(title)
    out.fields(fields.map(({ label, text }) => [label, text] as const))
    if (rows.length > 0)
      out.table(
        columns.map((column) => ({ title: column.label, wraps: true })),
        rows,
      )
  }
  showPapers(context, matter, heading)
  if (matter.changes.length > 0) {
    heading(message(language, 'matter.changes'))
    out.table(
      [
        { title: '' },
        { title: message(language, 'matter.was'), wraps: true },
        { title: message(language, 'matter.became'), wraps: true },
      ],
      matter.changes.map(({ label, was, became }) => [label, was, became]),
    )
  }
  if (matter.earlier.length === 0) return
  heading(message(language, 'matter.earlier'))
  out.table(
    [
      { title: '', whole: true },
      { title: '', wraps: true },
      { title: '', wraps: true },
    ],
    matter.earlier.map(({ at, who, onBehalf, what }) => [
      stamp(at, timeZone),
      onBehalf ? `${who} (${message(language, 'matter.onBehalf')})` : who,
      what,
    ]),
  )
}

/** Each with the command that opens it. */
function showPapers(
  { out, words, language, session }: Context,
  { papers }: MatterWords,
  heading: (text: string) => void,
): void {
  if (papers.length === 0) return
  heading(message(language, 'matter.papers'))
  for (const { id, title, number, datedOn, version, state } of papers) {
    const known = [
      title,
      number === null ? '' : `№ ${number}`,
      datedOn ?? '',
      words('task.version', { version }),
      words(`document.${state}`),
    ]
    out.line(known.filter(Boolean).join(' · '))
    out.line(`  ${session.next(`bitim document open ${id}`)}`)
  }
}
