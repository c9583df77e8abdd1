import type { Form } from '../../client/forms/form.ts'
import { message } from '../../messages/index.ts'
import type { Filling } from '../fields.ts'
import { type Html, html, NOTHING } from '../html.ts'
import { one } from '../posted.ts'
import type { OwnTask } from '../task.ts'
import type { View } from './view.ts'

const MARK = '_mark'
const PRESENT = '0'
const NEVER = 'never'
const MOST_DAYS = 6

/** Everybody who is expected, each marked as present: one button confirms that, and who was away is the exception. */
const attendance: View = {
  draw(known, form, filling) {
    const { words } = filling
    const weeks = weeksOf(known)
    const people = expectedIn(form)
    const several = weeks.length > 1
    const rows = people.map(
      ({ value, label }) =>
        html`<tr><th scope="row">${label}</th>${weeks.map((week) => html`<td>${mark(value, label, week, filling, form)}</td>`)}</tr>`,
    )
    return html`<p>${words('attendance.lead')}</p>
<div class="scroll" tabindex="0" role="region" aria-label="${words('attendance.title')}"><table class="marks"><thead><tr><th scope="col">${words('attendance.trainee')}</th>${weeks.map((week) => html`<th scope="col">${several ? words('attendance.week', { week }) : words('attendance.mark')}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`
  },
  read(known, form, posted) {
    const marks = Object.keys(posted).filter((name) => name.startsWith(`${MARK}.`))
    if (marks.length === 0) return null
    const weeks = weeksOf(known)
    const body: Record<string, string | string[]> = { absent: '', didNotShow: [''] }
    let row = 0
    for (const { value: trainee } of expectedIn(form)) {
      const given = weeks.map((week) => ({ week, mark: one(posted, `${MARK}.${trainee}.${week}`) }))
      if (given.some(({ mark }) => mark === NEVER)) {
        body.didNotShow = [body.didNotShow ?? [], trainee].flat()
        continue
      }
      for (const { week, mark } of given.filter(({ mark }) => mark !== PRESENT && mark !== '')) {
        body[`absent.${row}.trainee`] = trainee
        body[`absent.${row}.week`] = String(week)
        body[`absent.${row}.days`] = mark
        row += 1
      }
    }
    return body
  },
}

const weeksOf = ({ task }: OwnTask): number[] => {
  const { weeks, week } = task.data
  return Array.isArray(weeks) ? weeks.map(Number) : [Number(week ?? 1)]
}

const expectedIn = ({ pages }: Form) => pages.flat().find(({ path }) => path === 'didNotShow')?.choices ?? []

/** What was marked before: by the contract's names, as a page that is shown once more has it. */
function marked({ body }: Filling, trainee: string, week: number): string {
  if ([body.didNotShow ?? []].flat().includes(trainee)) return NEVER
  const rows = Object.keys(body).flatMap((name) => /^absent\.(\d+)\.trainee$/.exec(name)?.[1] ?? [])
  const found = rows.find(
    (row) =>
      one(body, `absent.${row}.trainee`) === trainee && one(body, `absent.${row}.week`) === String(week),
  )
  return found === undefined ? PRESENT : one(body, `absent.${found}.days`)
}

function mark(trainee: string, name: string, week: number, filling: Filling, { language }: Form): Html {
  const { words } = filling
  const now = marked(filling, trainee, week)
  const days = Array.from({ length: MOST_DAYS }, (_, n) => String(n + 1))
  const options = [
    [PRESENT, words('attendance.present')],
    ...days.map((day) => [day, message(language, 'page.attendance.missed', { count: Number(day) })]),
    [NEVER, words('attendance.never')],
  ]
  return html`<select name="${MARK}.${trainee}.${week}" aria-label="${name}, ${words('attendance.week', { week })}">${options.map(([value = '', text]) => html`<option value="${value}"${value === now ? html` selected` : NOTHING}>${text}</option>`)}</select>`
}

/** Kinds of decisions with views of their own. */
export const VIEWS: Readonly<Record<string, View>> = { 'confirmAttendance.confirm': attendance }
