import type { Data, Due, Holders, Owner, Task, Wait } from '../durable/types.ts'
import type { PartnershipState } from './state.ts'
import { USUALLY } from './state.ts'

/** The administrator's own tasks may be held by another administrator only. */
export const ADMINISTRATORS: Holders = { roles: ['administrator'], side: null }
/** Who may let somebody of a lower rank go. */
export const SUPERIORS: Holders = { roles: ['viceRector', 'rector', 'boardChair'], side: null }

export function task(
  key: string,
  kind: string,
  owner: Owner,
  due: Due,
  ladder: string,
  data: Data = {},
): Task {
  return { wait: 'task', key, kind, owner, due, ladder, data }
}

/** Meetings, their records and what was agreed there: they last as long as the partnership. */
export function agreedWaits(state: PartnershipState, admin: Owner): Wait[] {
  return [...meetingWaits(state), ...recordWaits(state, admin), ...commitmentWaits(state, admin)]
}

function meetingWaits(state: PartnershipState): Task[] {
  const { administrator } = state
  const proposed = state.proposed.map((meeting) => {
    const due = { workingDays: state.policy.exceptionWorkingDays }
    const owner = { superiorOf: administrator }
    return {
      ...task(`meetingException.${meeting.n}`, 'approveException', owner, due, 'short', {
        on: meeting.on,
        representative: meeting.representative,
        contact: meeting.contact,
      }),
      notBy: [administrator],
      holders: SUPERIORS,
    }
  })
  const planned = state.meetings.map(({ n, on, place, representative, rank }) => ({
    ...task(`meeting.${n}`, 'holdMeeting', { person: representative }, { on }, 'meeting', { on, place }),
    holders: { roles: [], side: null, ...(rank === undefined ? {} : { rank }) },
  }))
  return [...proposed, ...planned]
}

function recordWaits(state: PartnershipState, admin: Owner): Wait[] {
  const { recordWorkingDays: days, recordSilenceWorkingDays } = state.policy
  const silence = recordSilenceWorkingDays ?? USUALLY.recordSilenceWorkingDays
  const partner: Owner = { role: 'hrOfficer', partner: state.partner }
  return state.records.flatMap(({ n, version, again, turn, on, remarks }): Wait[] => {
    const first = version === 1 && again === 0
    const occasion = first ? `${n}` : `${n}.${version}.${again}`
    const data = { on, version }
    if (turn === 'partner') {
      const confirm = task(
        `record.${occasion}`,
        'confirmMeetingRecord',
        partner,
        { workingDays: days },
        'short',
        data,
      )
      return [
        { ...confirm, lapses: true },
        {
          wait: 'alarm',
          key: `noAnswer.${n}.${version}.${again}`,
          due: { workingDays: days + silence },
        },
      ]
    }
    if (turn === 'institution') {
      const given = { ...data, remarks }
      const due = { workingDays: days }
      const answer = task(`correction.${n}.${version}`, 'answerCorrection', admin, due, 'standard', given)
      return [{ ...answer, holders: ADMINISTRATORS }]
    }
    const key = `unanswered.${n}.${version}.${again}`
    const unanswered = task(key, 'decideRecord', admin, { workingDays: 5 }, 'standard', data)
    return [{ ...unanswered, holders: ADMINISTRATORS }]
  })
}

function commitmentWaits(state: PartnershipState, admin: Owner): Wait[] {
  const after = state.policy.commitmentLateDays ?? USUALLY.commitmentLateDays
  return state.commitments.flatMap((commitment): Wait[] => {
    const { id, what, owner, due, side, extended = 0, late = false } = commitment
    const occasion = extended === 0 ? id : `${id}@${extended}`
    const key = `commitment.${occasion}`
    const given = task(key, 'fulfilCommitment', { person: owner }, { on: due }, 'commitment', { what })
    const holders: Holders | null = side === undefined ? null : { roles: [], side }
    const open: Task = { ...given, holders, lapses: true }
    if (!late) return [open, { wait: 'alarm', key: `overdue.${occasion}`, due: { days: after, from: due } }]
    const decide = { workingDays: 5 }
    const word = task(`late.${occasion}`, 'decideCommitment', admin, decide, 'standard', { what, owner, due })
    return [open, { ...word, holders: ADMINISTRATORS }]
  })
}
