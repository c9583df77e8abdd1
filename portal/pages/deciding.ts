import { randomUUID } from 'node:crypto'
import type { By } from '../../access/caller.ts'
import type { Form } from '../../client/forms/form.ts'
import { formOf } from '../../client/forms/forms.ts'
import { read, type WrongAnswer } from '../../client/forms/read.ts'
import { type Body, edited } from '../../schema/contracts/forms/posted.ts'
import { Refused } from '../../schema/refused.ts'
import type { Answer, Shown } from '../answer.ts'
import { renderAnswers } from '../answers.ts'
import { attempt, faultBox, statusOf } from '../faults.ts'
import { type Filling, fieldId, renderFields } from '../fields.ts'
import { needsRoom, papersOf, taskHead } from '../head.ts'
import { type Html, html, NOTHING } from '../html.ts'
import { box, card, hidden } from '../pieces.ts'
import { answerIn, formToken, isToken, KEPT, one } from '../posted.ts'
import { decisionsOf, type OwnTask, ownTask } from '../task.ts'
import { VIEWS } from '../views/attendance.ts'
import type { KnownVisit } from '../visit.ts'
import { notHere } from './over.ts'
import { proofNeeded } from './proof.ts'
import { passOn, settled } from './settled.ts'

/** Decided on the page itself, without reading everything back: one look, one button. */
const AT_ONCE: readonly string[] = ['confirmAttendance.confirm', 'answerFollowUp.answer']
const FORM = 'answer'

/** Everything a step of the form knows. */
interface Step {
  visit: KnownVisit
  known: OwnTask
  form: Form
  body: Body
  /** The same however often it is sent: a repetition records nothing twice. */
  key: string
}

/** The first page of a decision; where nothing is asked, the one that asks to confirm it. */
export async function beginDeciding(visit: KnownVisit, known: OwnTask, decision: string): Promise<Shown> {
  const { scope, caller, language } = visit
  const given = known.matter.given ?? {}
  const form = await formOf(scope, caller, known.task, decision, language, given)
  const step = { visit, known, form, body: form.values, key: randomUUID() }
  return isSilent(form) ? review(step) : ask(step, 0)
}

const isSilent = ({ pages }: Form): boolean => pages.flat().every(({ widget }) => widget === 'hidden')

/** What was posted, with the form it was posted from; an answer where that is not to be had any more. */
async function stepOf(visit: KnownVisit, id: string, body: Body): Promise<Step | { instead: Answer }> {
  const known = await ownTask(visit, id)
  if (known === null) return { instead: notHere(visit) }
  const decision = one(body, '_decision')
  const decisions = known.matter.decisions
  const key = one(body, '_key') || randomUUID()
  // What was sent already and is sent again gets the receipt it got the first time.
  if (!known.open && known.task.closedById === visit.caller.person && known.task.decision === decision)
    return { instead: { to: `/my/tasks/${id}/receipt` } }
  if (!known.open || !known.own) return { instead: await settled(visit, known) }
  if (!decisions.includes(decision)) return { instead: { to: `/my/tasks/${id}` } }
  const form = await formOf(visit.scope, visit.caller, known.task, decision, visit.language)
  const view = VIEWS[`${known.task.kind}.${decision}`]
  const answer = view?.read(known, form, body) ?? answerIn(body)
  return { visit, known, form, body: withFile(form, answer, one(body, KEPT)), key }
}

/** A file that came with the form answers its question by its hash. */
function withFile({ pages }: Form, body: Body, hash: string): Body {
  const asked = pages.flat().find(({ widget }) => widget === 'file')
  return asked === undefined || hash === '' ? body : { ...body, [asked.path]: hash }
}

/** A button that only changes the form: another row, another language, back from the review. */
export async function editDecision(visit: KnownVisit, id: string, posted: Body): Promise<Answer> {
  const step = await stepOf(visit, id, posted)
  if ('instead' in step) return step.instead
  const changed = edited(posted)
  return ask({ ...step, body: changed === null ? step.body : answerIn(changed) }, pageOf(posted, step.form))
}

const pageOf = (posted: Body, { pages }: Form): number =>
  Math.min(Math.max(0, Number.parseInt(one(posted, '_page'), 10) || 0), pages.length - 1)

/** Answers of a page: what is wrong stands beside it; then the next page, at last everything to read once more. */
export async function reviewDecision(visit: KnownVisit, id: string, posted: Body): Promise<Answer> {
  const step = await stepOf(visit, id, posted)
  if ('instead' in step) return step.instead
  const page = pageOf(posted, step.form)
  const answer = await attempt(async () => read(step.form, step.body))
  if (answer instanceof Refused) return ask(step, page, [], answer)
  const asked = (step.form.pages[page] ?? []).map(({ path }) => path)
  const here = answer.wrong.filter(({ name }) =>
    asked.some((path) => name === path || name.startsWith(`${path}.`)),
  )
  if (here.length > 0) return ask(step, page, here)
  if (page + 1 < step.form.pages.length) return ask(step, page + 1)
  return answer.wrong.length > 0 ? ask(step, firstWrong(step.form, answer.wrong), answer.wrong) : review(step)
}

const firstWrong = ({ pages }: Form, wrong: readonly WrongAnswer[]): number =>
  Math.max(
    0,
    pages.findIndex((page) =>
      page.some(({ path }) => wrong.some(({ name }) => name === path || name.startsWith(`${path}.`))),
    ),
  )

/** The decision itself. */
export async function sendDecision(visit: KnownVisit, id: string, posted: Body): Promise<Answer> {
  const step = await stepOf(visit, id, posted)
  if ('instead' in step) return step.instead
  const { form, known, key } = step
  if (!isToken(one(posted, '_token'), visit.secret, id)) return review(step)
  const answer = await attempt(async () => read(form, step.body))
  if (answer instanceof Refused) return ask(step, 0, [], answer)
  if (answer.wrong.length > 0) return ask(step, firstWrong(form, answer.wrong), answer.wrong)
  const proof = await proofNeeded(visit, known.task, form.decision, posted)
  if (proof !== null) {
    const { title, status = 200, head, inside } = proof
    return { title, status, body: card(head, carried(step, `/my/tasks/${id}`, inside)) }
  }
  const facade = await visit.parts.connected.facadeIn(visit.caller.institution)
  const done = await attempt(() =>
    facade.completeTask(proven(visit), { task: id, decision: form.decision, data: answer.data, key }),
  )
  if (!(done instanceof Refused)) return { to: `/my/tasks/${id}/receipt` }
  return refusedStep(step, done)
}

/** Somebody was quicker, or something does not fit: nothing was recorded, and nothing that was typed is lost. */
async function refusedStep(step: Step, refused: Refused): Promise<Answer> {
  const { visit, known, form } = step
  const now = await ownTask(visit, known.task.id)
  if (now !== null && (!now.open || !now.own)) return settled(visit, now, faultBox(visit, refused))
  if (refused.fields.length === 0 && isSilent(form))
    return { ...review(step, refused), status: statusOf(refused.code) }
  return ask(step, 0, [], refused)
}

function ask(step: Step, page: number, wrong: readonly WrongAnswer[] = [], refused?: Refused): Shown {
  const { visit, known, form, body } = step
  const { words } = visit
  const { id, kind } = known.task
  const edit = `/my/tasks/${id}/edit`
  const faults = new Map(wrong.map(({ name, sentence }) => [name, sentence]))
  const filling: Filling = { body, faults, words, edit }
  const questions = form.pages[page] ?? []
  const view = VIEWS[`${kind}.${form.decision}`]
  const others = form.pages.flatMap((each, n) => (n === page ? [] : each.map(({ path }) => path)))
  const atOnce = AT_ONCE.includes(`${kind}.${form.decision}`) && form.pages.length === 1
  const many = form.pages.length
  const single = decisionsOf(known).length === 1
  const heading =
    single && page === 0
      ? taskHead(visit, known, rowsAsked(form))
      : html`<h1>${single ? known.told.do : form.act}</h1>${single ? NOTHING : html`<p>${known.told.do}</p>${papersOf(visit, known)}`}`
  return {
    title: known.told.do,
    ...(wrong.length === 0 && refused === undefined
      ? {}
      : { status: refused === undefined ? 422 : statusOf(refused.code) }),
    form: { id: FORM, edit },
    wide: single && page === 0 && needsRoom(known),
    body: card(
      summary(step, wrong),
      refused === undefined ? NOTHING : faultBox(visit, refused),
      heading,
      html`<form id="${FORM}" method="post"${questions.some(({ widget }) => widget === 'file') ? html` enctype="multipart/form-data"` : NOTHING} action="${atOnce ? `/my/tasks/${id}` : `/my/tasks/${id}/review`}">
${own(step, page)}
${many > 1 ? html`<p class="quiet">${words('task.page', { page: page + 1, count: many })}</p>` : NOTHING}
${carry(body, others)}${view === undefined ? renderFields(questions, filling) : view.draw(known, form, filling)}
<div class="actions"><button class="button">${atOnce ? form.act : words('continue')}</button>
${page > 0 ? html`<button class="button other" formaction="${edit}" formnovalidate name="_page" value="${page - 1}">${words('back')}</button>` : NOTHING}</div>
</form>`,
      single && page === 0 ? passOn(visit, known) : NOTHING,
    ),
  }
}

/** Whom a form asks about one by one need not be listed before it. */
const rowsAsked = ({ pages }: Form): string[] =>
  pages.flat().some(({ rows }) => rows !== null) ? ['trainees', 'graduates'] : []

/** All that is wrong, on top, each leading to its field. */
function summary({ visit: { words } }: Step, wrong: readonly WrongAnswer[]): Html {
  if (wrong.length === 0) return NOTHING
  return box(
    'bad',
    html`<h2>${words('mend.title', { count: wrong.length })}</h2><ul>${wrong.map(({ name, label, sentence }) => html`<li><a href="#${fieldId(name)}">${label}: ${sentence}</a></li>`)}</ul>`,
  )
}

/** Check your answers. */
function review(step: Step, refused?: Refused): Shown {
  const { visit, known, form, body } = step
  const { words, language } = visit
  const { id } = known.task
  const edit = `/my/tasks/${id}/edit`
  const silent = isSilent(form)
  return {
    title: words('review.title'),
    form: { id: FORM, edit },
    body: card(
      refused === undefined ? NOTHING : faultBox(visit, refused),
      silent && decisionsOf(known).length === 1
        ? taskHead(visit, known, rowsAsked(form))
        : html`<h1>${silent ? form.act : words('review.title')}</h1><p>${known.told.do}</p>`,
      silent ? NOTHING : renderAnswers(form.pages.flat(), { body, words, language }),
      html`<form id="${FORM}" method="post" action="/my/tasks/${id}">
${own(step, 0)}${carry(body)}
<p class="hint">${words(silent ? 'review.silent' : 'review.lead')}</p>
<div class="actions"><button class="button">${form.act}</button>${silent ? NOTHING : html`<button class="button other" formaction="${edit}">${words('review.change')}</button>`}</div>
</form>`,
    ),
  }
}

/** A form of its own that takes everything along, for a step between: a code, a password. */
function carried(step: Step, action: string, inside: Html): Html {
  return html`<form method="post" action="${action}">${own(step, 0)}${carry(step.body)}${inside}</form>`
}

/** The fields of the page itself. */
function own({ visit, known, form, key }: Step, page: number): Html {
  return html`${hidden('_token', formToken(visit.secret, known.task.id))}${hidden('_key', key)}${hidden('_decision', form.decision)}${hidden('_page', String(page))}`
}

/** What was typed, unseen; of everything, or of these questions. */
function carry(body: Body, paths?: readonly string[]): Html {
  const kept = Object.entries(body).filter(
    ([name]) => paths === undefined || paths.some((path) => name === path || name.startsWith(`${path}.`)),
  )
  return html`${kept.flatMap(([name, value]) => [value].flat().map((each) => hidden(name, each)))}`
}

/** What was asked of the visitor before has shown who it is; without a session nothing was asked. */
const proven = ({ caller, request }: KnownVisit): By =>
  request.session === null ? caller : { ...caller, prove: async () => undefined }
