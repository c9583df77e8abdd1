import { byName } from '../../../language/names.ts'
import type { PaperData } from '../../../schema/contracts/papers.ts'
import type { Result } from '../../../workflows/practice-cycle/state.ts'
import { assignments, type CycleFacts, classOf, periodFor, practiceFor } from './cycle.ts'
import { PaperNotLoadable } from './errors.ts'
import { distinct, given } from './text.ts'

/** The department's head presides; the supervisor and a mentor of the host sit beside. */
function defenceCommission(facts: CycleFacts): PaperData<'defenceProtocol'>['commission'] {
  const { people, lines, institution, partner } = facts
  const supervisors = distinct(lines.map(({ line }) => line.supervisor))
  const chair = lines.flatMap(({ departmentHead }) => departmentHead ?? [])[0] ?? people.practiceOffice()
  const [mentor] = assignments(facts).flatMap((one) => one.mentor ?? [])
  const own = supervisors.filter((id) => id !== chair)
  return [
    { ...people.official(chair), organisation: institution.name, role: 'chair', side: 'institution' },
    ...own.map((id) => ({
      ...people.official(id),
      ...{ organisation: institution.name, role: 'member' as const, side: 'institution' as const },
    })),
    ...(mentor === undefined
      ? []
      : [
          {
            ...people.official(mentor),
            ...{ organisation: partner.name, role: 'member' as const, side: 'partner' as const },
          },
        ]),
  ]
}

/** Columns of a defence as people expect them; jsonb keeps no order of its own. */
const COLUMNS = ['attendance', 'host', 'tasks', 'diary', 'report', 'defence']

function inOrder(codes: readonly string[]): string[] {
  const place = (code: string): number => (COLUMNS.includes(code) ? COLUMNS.indexOf(code) : COLUMNS.length)
  return [...codes].sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1))
}

export function defenceProtocol(facts: CycleFacts): PaperData<'defenceProtocol'> {
  const { people, partner, institution, cycle, placement, request, lines } = facts
  if (placement === null) throw new PaperNotLoadable('recordMissing', 'policy of the cycle')
  const data = request.paper.data as { room?: string; results?: Result[]; absent?: string[] }
  const marks = [...placement.marks].sort((a, b) => b.from - a.from)
  const codes = inOrder(Object.keys(cycle.policy.grading))
  const [line] = lines
  if (line === undefined) throw new PaperNotLoadable('recordMissing', 'line of the defence')
  const all = (data.results ?? []).map(({ trainee, components }) => {
    const points = codes.map((code) => components[code] ?? 0)
    const total = points.reduce((sum, one) => sum + one, 0)
    const mark = marks.find(({ from }) => total >= from)?.mark ?? ''
    return {
      trainee: people.person(trainee),
      group: classOf(facts, line, trainee).group,
      points,
      total,
      mark,
    }
  })
  const rows = byName(institution.language, all, ({ trainee }) => trainee)
  const failed = rows.filter(({ total }) => total < placement.pass)
  const absent = byName(
    institution.language,
    (data.absent ?? []).map((id) => people.person(id)),
    (one) => one,
  )
  return {
    ...given('room', data.room),
    hostName: partner.name,
    practice: practiceFor(facts),
    period: periodFor(facts),
    commission: defenceCommission(facts),
    components: codes.map((code) => ({ code, max: cycle.policy.grading[code] ?? 0 })),
    pass: placement.pass,
    rows,
    ...(absent.length > 0 && { absent: absent.map((trainee) => ({ trainee })) }),
    ...(failed.length > 0 && { failed: failed.map(({ trainee }) => ({ trainee })) }),
  }
}
