import type { Running } from './ledger.ts'
import type { Closed, Command, Core, EventBase, Now, Refusal } from './types.ts'
import { refuse } from './types.ts'

/** For so long whoever decided may say himself that it was wrong; afterwards the administrator does. */
const OWN_HOURS = 72
const HOUR = 3_600_000

/** A task that was decided wrongly, as the record has it. */
interface Entry extends Closed {
  by: string
  at: string
  /** Nobody was asked for the same step again since. */
  last: boolean
}

/** The entry stays in the record; the step is asked for again where nothing of it has left the house. */
export function correct<S, E extends EventBase>(
  core: Core<S, E>,
  running: Running<S>,
  command: Command,
  now: Now,
): E[] | Refusal {
  const entry = command.data.entry as unknown as Entry
  if (!command.by.roles.includes('administrator')) {
    if (entry.by !== command.by.person) return refuse('notYourEntry')
    if (Date.parse(now.at) - Date.parse(entry.at) > OWN_HOURS * HOUR)
      return refuse('correctionTooLate', { hours: OWN_HOURS })
  }
  if (!entry.last || running.book[entry.key] !== undefined) return refuse('askedAgainAlready')
  return core.reopen?.(running.state, entry, String(command.data.reason)) ?? stands(entry)
}

/** The later step that puts right what a task of this kind decided and what cannot be taken back any more. */
const INSTEAD: Readonly<Record<string, readonly string[]>> = {
  meeting: [
    'agreeMeeting',
    'chooseRepresentative',
    'prepareTerritory',
    'approveException',
    'decideVisit',
    'holdMeeting',
  ],
  record: ['confirmMeetingRecord', 'answerCorrection', 'decideRecord'],
  proposal: ['preparePackage', 'answerProposal', 'answerCounterProposal', 'decideSilence'],
  review: [
    'answerQuestions',
    'clarifyGoals',
    'collectPartnerInfo',
    'reviewPartnership',
    'fulfilCommitment',
    'decideCommitment',
  ],
  requisites: ['giveRequisites'],
  draft: ['launchAgreement', 'draftAgreement', 'approveDraft', 'signAgreement', 'verifyPaper'],
  line: ['confirmSchedule', 'agreeSchedule', 'decideGate'],
  paper: [
    'issuePaper',
    'issueCommissionOrder',
    'recordDefence',
    'recordResults',
    'evaluateTrainee',
    'closeCycle',
  ],
  commission: ['answerInvitation', 'nameReplacement', 'decideSitting', 'decideGraduates'],
  defence: ['confirmAttendance', 'writeDiary', 'confirmDiary'],
  holder: ['decideEscalation', 'decideOverdue', 'nameHolder'],
}
const BY_KIND = new Map(
  Object.entries(INSTEAD).flatMap(([instead, kinds]) => kinds.map((kind) => [kind, instead] as const)),
)

/** Where nothing else is said, the office is asked. */
export const insteadOf = (kind: string): string => BY_KIND.get(kind) ?? 'office'

/** What is out of the house is put right by what comes after it. */
export const stands = ({ kind }: Closed): Refusal => refuse('entryStands', { instead: insteadOf(kind) })
