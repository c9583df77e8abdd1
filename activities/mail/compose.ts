import { describeEvent } from '../../messages/events.ts'
import { formatDate } from '../../messages/format.ts'
import type { Language, Params } from '../../messages/index.ts'
import { hasMessage, message } from '../../messages/index.ts'
import type { Reader } from '../../messages/readable.ts'
import { readable } from '../../messages/readable.ts'
import { describeTask } from '../../messages/tasks.ts'
import type { MailFacts, TaskFacts } from './facts.ts'

/** A letter before it becomes text and HTML. Every field is plain text. */
export interface Letter {
  language: string
  institution: string
  subject: string
  greeting: string
  heading: string
  /** What and by when, in the first line. */
  first: string
  /** The one thing to do: what its button says, and where it leads. */
  button: { text: string; to: string } | null
  /** Digits to be typed where they were asked for. */
  digits: string | null
  /** How to answer otherwise. */
  call: string
  facts: { label: string; value: string }[]
  why: string
  because: string
  next: string
  questions: string
}

const TASK_TEMPLATES = [
  'taskOpened',
  'taskReminder',
  'taskOverdue',
  'taskReassigned',
  'taskReturned',
  'taskExtended',
  'escalation',
] as const
type TaskTemplate = (typeof TASK_TEMPLATES)[number]
const INFORMING = [
  'signatureVoided',
  'attendanceMissing',
  'meetingPlanned',
  'meetingMoved',
  'partnershipDeclined',
  'partnershipClosed',
  'sessionCancelled',
  'sittingMoved',
  'expertReleased',
  'linePostponed',
  'lineDropped',
  'cycleCancelled',
  'traineeWithdrawn',
  'diaryUnconfirmed',
] as const
type Informing = (typeof INFORMING)[number]

const OWN = ['freshLink', 'signCode', 'reset', 'invitation'] as const
type Own = (typeof OWN)[number]

const isOwn = (name: string): name is Own => OWN.some((known) => known === name)
const isTaskTemplate = (name: string): name is TaskTemplate => TASK_TEMPLATES.some((known) => known === name)
const isInforming = (name: string): name is Informing => INFORMING.some((known) => known === name)

/** Fields of the data shown as lines of their own, where they hold something. */
const SHOWN = ['kind', 'site', 'line', 'ended', 'trainee', 'remarks', 'reason'] as const
const LABELS: Readonly<Record<(typeof SHOWN)[number], string>> = {
  kind: 'document',
  site: 'site',
  line: 'line',
  ended: 'period',
  trainee: 'trainee',
  remarks: 'remarks',
  reason: 'reason',
}

/** The letter, or null where nobody has written words for its template. */
export function compose(facts: MailFacts): Letter | null {
  const { template } = facts.message
  const reader = readerOf(facts)
  if (isTaskTemplate(template))
    return facts.task === null ? null : taskLetter(facts, facts.task, template, reader)
  if (isInforming(template)) return informingLetter(facts, template, reader)
  if (isOwn(template)) return ownLetter(facts, template, reader)
  return template === 'notice' ? notice(facts, reader) : null
}

/** Words of the late task come first: the superior's own task quotes them. */
function readerOf({ message: { language }, institution, names, task, late }: MailFacts): Reader {
  const reader = { language, timeZone: institution.timeZone, names }
  if (late === null || task === null) return reader
  const quoted = describeTask(late.kind, late.data, reader).subject
  return { ...reader, names: { ...names, [String(task.data.late)]: quoted } }
}

/** Why somebody is asked whose turn it was not. */
const BECAUSE: Readonly<Record<string, string>> = { decideEscalation: 'superior', decideOverdue: 'office' }

function taskLetter(facts: MailFacts, task: TaskFacts, template: TaskTemplate, reader: Reader): Letter {
  const { language } = reader
  const words = describeTask(task.kind, task.data, reader)
  const due = formatDate(language, task.due, reader.timeZone)
  const person = facts.late?.owner ?? facts.person.name
  const late = reader.names[String(task.data.late)] ?? words.do
  const params = { do: words.do, due, late, person }
  const role = task.role !== null && hasMessage(language, `role.${task.role}`) ? task.role : null
  const because = BECAUSE[task.kind] ?? (role === null ? 'owner' : 'role')
  const roleWord = role === null ? {} : { role: message(language, `role.${role}`) }
  return {
    ...frame(facts, reader),
    subject: message(language, `mail.subject.${template}`, { ...params, do: words.subject }),
    heading: words.do,
    first: message(language, `mail.first.${template}`, params),
    facts: [
      ...line(reader, 'due', due),
      ...(facts.late === null || facts.late.owner === '' ? [] : line(reader, 'person', facts.late.owner)),
      ...common(facts, reader),
      ...shown(readable(task.data, reader), reader),
      ...line(reader, 'time', message(language, 'task.minutes', { count: words.minutes })),
      ...line(reader, 'task', task.id),
    ],
    // The first line of an escalation says it already.
    why: template === 'escalation' ? '' : words.why,
    because: message(language, `mail.because.${because}`, { person, ...roleWord }),
    next:
      facts.next === null
        ? message(language, 'mail.next.none')
        : message(language, 'mail.next.contact', { next: formatDate(language, facts.next, reader.timeZone) }),
  }
}

function informingLetter(facts: MailFacts, template: Informing, reader: Reader): Letter {
  const { language } = reader
  const params = readable(facts.message.data, reader)
  const subject = message(language, `mail.subject.${template}`, params)
  return {
    ...frame(facts, reader),
    subject,
    heading: subject,
    first: message(language, `mail.first.${template}`, params),
    facts: [...common(facts, reader), ...shown(params, reader)],
  }
}

/** What somebody asked for himself, at the door. */
function ownLetter(facts: MailFacts, template: Own, reader: Reader): Letter {
  const { language } = reader
  const subject = message(language, `mail.subject.${template}`)
  return {
    ...frame(facts, reader),
    subject,
    heading: subject,
    first: message(language, `mail.first.${template}`),
    because: message(language, 'mail.because.asked'),
  }
}

/** News of a process: the sentence of the event named in the data. */
function notice(facts: MailFacts, reader: Reader): Letter {
  const { language } = reader
  const { event, ...data } = facts.message.data
  const kind = facts.process?.kind ?? 'partnership'
  const sentence = describeEvent(kind, String(event), data, reader)
  const process = message(language, `process.${kind}`)
  const on = formatDate(language, facts.message.at, reader.timeZone)
  return {
    ...frame(facts, reader),
    subject: message(language, 'mail.subject.notice', { process, on }),
    heading: process,
    first: message(language, 'mail.first.notice', { sentence }),
    facts: common(facts, reader),
  }
}

/** What every letter has; a letter that asks for nothing keeps these sentences as they stand. */
function frame(facts: MailFacts, { language }: Reader): Letter {
  const { institution, person } = facts
  const { email } = institution
  // A number broken over two lines is misread.
  const phone = institution.phone.replaceAll(' ', '\u00A0')
  return {
    language,
    institution: institution.name,
    subject: '',
    greeting: message(language, 'mail.greeting', { name: person.name }),
    heading: '',
    first: '',
    button: buttonOf(facts, language),
    digits: facts.brings !== null && 'digits' in facts.brings ? facts.brings.digits : null,
    call: message(language, 'mail.call', { phone }),
    facts: [],
    why: '',
    because: message(language, 'mail.because.informed'),
    next: '',
    questions: message(language, 'mail.questions', { phone, email }),
  }
}

/** A task is opened by its letter; every other letter opens what is the reader's own. */
function buttonOf({ brings, message: { template }, task }: MailFacts, language: Language): Letter['button'] {
  if (brings === null || !('link' in brings)) return null
  const word = task !== null ? 'task' : isOwn(template) ? template : 'own'
  return { text: message(language, `mail.button.${word}`), to: brings.link }
}

function line({ language }: Reader, label: string, value: string): Letter['facts'] {
  return value === '' ? [] : [{ label: message(language, `mail.label.${label}`), value }]
}

function common({ process }: MailFacts, reader: Reader): Letter['facts'] {
  if (process === null) return []
  return [
    ...line(reader, 'partner', process.partner ?? ''),
    ...line(reader, 'process', message(reader.language, `process.${process.kind}`)),
  ]
}

function shown(params: Params, reader: Reader): Letter['facts'] {
  return SHOWN.flatMap((field) => line(reader, LABELS[field], String(params[field] ?? '')))
}
