import type { PoolClient } from 'pg'
import { addDays } from '../../workflows/durable/days.ts'
import type { EffectInput } from '../../workflows/durable/port.ts'
import type { Data, Day } from '../../workflows/durable/types.ts'
import { isCycleOf } from '../../workflows/partnership/operating.ts'
import type { Opening, Operating, PartnershipState } from '../../workflows/partnership/state.ts'
import { upcast } from '../../workflows/partnership/upcast.ts'
import type { InstitutionFacts } from '../record/institution.ts'
import { sessionOpenings } from './sessions.ts'

interface AgreementRow {
  id: string
  language: string
  valid_from: Day
  valid_to: Day
  renews: boolean
}

/** First day of the schedule lines of a partner, by academic year. */
type FirstLines = ReadonlyMap<string, Day>

/**
 * What a partnership opens: the cycles of its agreements, of this academic year and of the next one as soon as it is
 * time, and the sittings its partner is invited to. What it takes for open and is over meanwhile comes along.
 */
export async function agenda(
  client: PoolClient,
  input: EffectInput,
  data: Data,
  facts: InstitutionFacts,
): Promise<Data> {
  const { rows } = await client.query<{ state: unknown }>('SELECT state FROM process WHERE id = $1', [
    input.process,
  ])
  const partnership = rows[0] === undefined ? undefined : upcast(rows[0].state)
  if (partnership?.stage !== 'operating') return { openings: [], ended: {} }
  const today = facts.calendar.dayOf(input.at)
  const cycles = await cycleOpenings(client, partnership, today, facts)
  const sessions = await sessionOpenings(client, input, partnership, String(data.partner), today, facts)
  return {
    openings: [...cycles, ...sessions] as unknown as Data[],
    ended: await endedOf(client, partnership),
  }
}

async function endedOf(client: PoolClient, { cycles, sessions }: Operating): Promise<Record<string, string>> {
  const open = Object.entries({ ...cycles, ...sessions }).flatMap(([id, outcome]) =>
    outcome === 'open' ? [id] : [],
  )
  const { rows } = await client.query<{ id: string; outcome: string | null; stage: string }>(
    'SELECT id, outcome, stage FROM process WHERE id = ANY($1) AND NOT open',
    [open],
  )
  return Object.fromEntries(rows.map(({ id, outcome, stage }) => [id, outcome ?? stage]))
}

async function cycleOpenings(
  client: PoolClient,
  partnership: PartnershipState & Operating,
  today: Day,
  facts: InstitutionFacts,
): Promise<Opening[]> {
  // The term as it is: what renews by itself has no last day that stands against a year to come.
  const agreements = await client.query<AgreementRow>(
    `SELECT agreement.id, language, valid_from::text, valid_to::text,
       coalesce(process.state -> 'terms' ->> 'renewal', '') = 'automatic' AS renews
     FROM agreement JOIN process ON process.id = 'agreement/' || agreement.id
     WHERE partnership_id = $1 AND agreement.stage = 'active' AND 'studentPractice' = ANY(forms)
     ORDER BY agreement.id`,
    [partnership.id],
  )
  const first = await firstLines(client, partnership)
  return agreements.rows.flatMap((agreement) =>
    yearsOf(partnership, agreement.id, today, facts).flatMap((year) => {
      const academicYear = `${year}-${year + 1}`
      const opens = opensOn(year, first.get(academicYear), facts)
      const begins = [opens, agreement.valid_from].sort().at(-1) ?? opens
      if (!agreement.renews && agreement.valid_to < (begins > today ? begins : today)) return []
      return [openingOf(partnership, agreement, academicYear, opens > today ? opens : today)]
    }),
  )
}

async function firstLines(client: PoolClient, { partner }: PartnershipState): Promise<FirstLines> {
  const { rows } = await client.query<{ academic_year: string; first: Day }>(
    'SELECT academic_year, min(start_on)::text AS first FROM schedule_line WHERE partner_id = $1 GROUP BY academic_year',
    [partner],
  )
  return new Map(rows.map(({ academic_year, first }) => [academic_year, first]))
}

/** On the policy's day of the year, or that many days before the first line where that is earlier. */
function opensOn(year: number, line: Day | undefined, { policy }: InstitutionFacts): Day {
  const usual = `${year}-${policy.partnership.cycleOpensOn}`
  const lead = line === undefined ? usual : addDays(line, -policy.partnership.cycleLeadDays)
  return lead < usual ? lead : usual
}

/** The running academic year, the next one, and those whose cancelled cycle is to be opened anew. */
function yearsOf(
  { wanted }: Operating,
  agreement: string,
  today: Day,
  { policy }: InstitutionFacts,
): number[] {
  const calendarYear = Number(today.slice(0, 4))
  const running = today.slice(5) >= policy.partnership.cycleOpensOn ? calendarYear : calendarYear - 1
  const again = wanted
    .filter((cycle) => cycle.startsWith(`${agreement}/`))
    .map((cycle) => Number(cycle.slice(agreement.length + 1, agreement.length + 5)))
  return [...new Set([running, running + 1, ...again])].sort()
}

function openingOf(
  { id, partner, administrator, cycles, wanted }: PartnershipState & Operating,
  agreement: AgreementRow,
  academicYear: string,
  opens: Day,
): Opening {
  const base = `${agreement.id}/${academicYear}`
  const before = Object.keys(cycles).filter((cycle) => isCycleOf(`practice-cycle/${base}`, cycle)).length
  // Opened anew it is another cycle of the same year.
  const cycle = wanted.includes(base) && before > 0 ? `${base}.${before + 1}` : base
  return {
    id: `practice-cycle/${cycle}`,
    kind: 'practiceCycle',
    opens,
    begin: {
      id: cycle,
      agreement: agreement.id,
      partnership: id,
      partner,
      academicYear,
      language: agreement.language,
      administrator,
      validFrom: agreement.valid_from,
      validTo: agreement.valid_to,
    },
  }
}
