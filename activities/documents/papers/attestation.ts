import { byName } from '../../../language/names.ts'
import type { Commissioner } from '../../../schema/contracts/papers/groups.ts'
import type { PaperData } from '../../../schema/contracts/papers.ts'
import type { AttestationState, GraduateResult } from '../../../workflows/attestation/state.ts'
import { PaperNotLoadable } from './errors.ts'
import { Institution } from './institution.ts'
import { givenOr } from './partner.ts'
import { People } from './people.ts'
import { IssuedPapers, type PaperRequest, readProcess, type Sql } from './records.ts'
import { distinct, given, inLanguage, type Names } from './text.ts'
import { languageOf, titlesIn } from './words.ts'

interface SessionRow {
  code: string
  names: Names
  departmentHead: string | null
  groups: string[]
}

/** What the papers of one certification session are filled from. */
interface SessionFacts {
  request: PaperRequest
  state: AttestationState
  session: SessionRow
  programme: { code: string; name: string }
  institution: Institution
  people: People
  organisations: ReadonlyMap<string, string>
  issued: IssuedPapers
  /** Agreements in force with the partners whose experts sit in the commission. */
  agreements: { kind: string; number: string | null; signedOn: string | null }[]
}

export async function readSessionFacts(sql: Sql, request: PaperRequest): Promise<SessionFacts> {
  const language = languageOf(request.paper)
  const institution = await Institution.read(sql, request.institution, language)
  const { state } = await readProcess<AttestationState>(sql, request.institution, request.process)
  const sessions = await sql.query<SessionRow>(
    `SELECT programme.code, programme.names, department.head_person_id AS "departmentHead",
            coalesce(attestation_session.groups, ARRAY[]::text[]) AS groups
     FROM programme JOIN department ON department.id = programme.department_id
                    LEFT JOIN attestation_session ON attestation_session.id = $3
     WHERE programme.institution_id = $1 AND $2 IN (programme.id, programme.code)`,
    [request.institution, state.programme, state.id],
  )
  const session = sessions.rows[0]
  const name = inLanguage(session?.names, language)
  if (session === undefined || name === undefined) {
    throw new PaperNotLoadable('recordMissing', `programme ${state.programme}`)
  }
  const experts = state.experts.map(({ person }) => person)
  const ids = [...experts, ...state.graduates, state.secretary, session.departmentHead]
  const people = await People.read(sql, institution.posts, ids)
  const partners = distinct(experts.flatMap((id) => people.partnerOf(id) ?? []))
  // The name a partner gave itself for an agreement goes before the list of partners, as in all other papers.
  const named = await sql.query<{ id: string; name: string; names: Names; own: string | null }>(
    `SELECT partner.id, partner.name, partner.names, (
       SELECT party.requisites ->> 'legalName'
       FROM partnership JOIN agreement ON agreement.partnership_id = partnership.id AND agreement.stage = 'active'
                        JOIN party ON party.agreement_id = agreement.id AND party.side = 'partner'
       WHERE partnership.partner_id = partner.id ORDER BY agreement.signed_on DESC, agreement.id LIMIT 1
     ) AS own
     FROM partner WHERE institution_id = $1 AND id = ANY($2)`,
    [request.institution, partners],
  )
  const agreements = await sql.query<SessionFacts['agreements'][number]>(
    `SELECT kind, number, signed_on::text AS "signedOn" FROM agreement
     WHERE institution_id = $1 AND stage = 'active' AND partnership_id = ANY($2) ORDER BY signed_on, id`,
    [request.institution, state.partnerships],
  )
  return {
    ...{ request, state, session, programme: { code: session.code, name }, institution, people },
    organisations: new Map(
      named.rows.map(({ id, own, name, names }) => [id, givenOr(language, own ?? undefined, name, names)]),
    ),
    issued: await IssuedPapers.read(
      sql,
      request,
      request.process,
      ['orderAttestationCommission', 'attestationProtocol'],
      titlesIn(language),
    ),
    agreements: agreements.rows,
  }
}

type Member = PaperData<'orderAttestationCommission'>['members'][number]

/** The chair comes from outside: the expert of the highest rank. The department's head and the secretary are own. */
function commissionOf({ state, people, organisations, institution, session }: SessionFacts): Member[] {
  const experts = state.experts
    .filter(({ answer }) => answer === 'accepted')
    .map(({ person }) => person)
    .sort((a, b) => (people.rank(b) ?? 0) - (people.rank(a) ?? 0))
  const expert = (id: string, n: number): Member => ({
    ...people.official(id),
    organisation: organisations.get(people.partnerOf(id) ?? '') ?? institution.name,
    role: n === 0 ? 'chair' : 'member',
    isEmployer: people.partnerOf(id) !== null,
  })
  const own = (id: string, role: Member['role']): Member => ({
    ...people.official(id),
    ...{ organisation: institution.name, role, isEmployer: false },
  })
  const head = session.departmentHead ?? people.deputy()
  const heads = head === state.secretary ? people.deputy() : head
  return [...experts.map(expert), own(heads, 'member'), own(state.secretary, 'secretary')]
}

/** Share of the voting members without whom the commission decides nothing: two thirds. */
const QUORUM = { of: 3, needed: 2 }

export function orderAttestationCommission(facts: SessionFacts): PaperData<'orderAttestationCommission'> {
  const { state, people, programme, session, agreements, request } = facts
  const titleOf = titlesIn(languageOf(request.paper))
  const members = commissionOf(facts)
  const voting = members.filter(({ role }) => role !== 'secretary').length
  const groups =
    session.groups.length > 0
      ? session.groups
      : distinct(state.graduates.flatMap((id) => people.group(id) ?? []))
  const head = people.head()
  const deputy = people.deputy()
  return {
    signatory: people.signatory(head),
    ...(deputy !== head && { control: people.official(deputy) }),
    basis: agreements.map(({ kind, number, signedOn }) => ({
      title: titleOf(kind),
      ...given('number', number),
      ...given('date', signedOn),
    })),
    programme,
    year: Number(state.on.slice(0, 4)),
    members,
    calendar: groups.map((group) => ({ date: state.on, group })),
    quorum: Math.ceil((voting * QUORUM.needed) / QUORUM.of),
  }
}

export function attestationProtocol(facts: SessionFacts): PaperData<'attestationProtocol'> {
  const { people, programme, request, issued, institution } = facts
  const data = request.paper.data as {
    results?: GraduateResult[]
    startAt?: string
    endAt?: string
    room?: string
  }
  const rows = (data.results ?? []).map(({ graduate, score, grade, qualification, honours, absent }) => ({
    graduate: people.person(graduate),
    ...{ score, grade, qualification, honours, absent },
  }))
  const commission: Commissioner[] = commissionOf(facts).map(({ isEmployer: _, ...member }) => member)
  return {
    programme,
    ...given('order', issued.latest('orderAttestationCommission')),
    startAt: data.startAt ?? '',
    endAt: data.endAt ?? '',
    ...given('room', data.room),
    commission,
    rows: byName(institution.language, rows, ({ graduate }) => graduate),
  }
}

export function qualificationCertificate(facts: SessionFacts): PaperData<'qualificationCertificate'> {
  const { people, programme, request, issued, state } = facts
  const data = request.paper.data as { graduate: string; score: number; grade: string; honours: boolean }
  return {
    graduate: people.person(data.graduate),
    ...given('group', people.group(data.graduate)),
    programme,
    heldOn: state.on,
    points: data.score,
    mark: data.grade,
    honours: data.honours,
    ...given('protocol', issued.latest('attestationProtocol')),
    signatory: people.signatory(people.head()),
  }
}
