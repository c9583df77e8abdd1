import { createHash } from 'node:crypto'
import { ApplicationFailure } from '@temporalio/common'
import type { PoolClient } from 'pg'
import type { Database } from '../../database/database.ts'
import { inTransaction } from '../../database/transaction.ts'
import { renderPaper } from '../../documents/render.ts'
import type { FileStore } from '../../documents/store.ts'
import { canonicalJson } from '../../events/chain.ts'
import type { Log } from '../../logging/log.ts'
import { effectInput } from '../../schema/contracts/activities.ts'
import type { EffectInput, EffectResult } from '../../workflows/durable/port.ts'
import type { Data, Paper } from '../../workflows/durable/types.ts'
import { documentId, shortId } from '../record/ids.ts'
import type { InstitutionFacts, InstitutionReader } from '../record/institution.ts'
import { asApproved } from './approved.ts'
import { registerOf, takeNumber } from './numbers.ts'
import { loadPaper, titleOf } from './papers/index.ts'

export interface IssueDeps {
  database: Database
  reader: InstitutionReader
  store: FileStore
  log: Log
}

interface Issued {
  document: string
  kind: string
  number: string
  date: string
  contentHash: string
  version: number
  instance: string
}

/** Numbers, renders and keeps papers: each once, in one transaction, whatever is repeated. */
export function createIssueActivities(deps: IssueDeps) {
  const issueOne = async (
    input: EffectInput,
    facts: InstitutionFacts,
    paper: Paper,
    n: number,
  ): Promise<Issued> => {
    const issued = await inTransaction(
      deps.database.of(input.institution),
      async (client) =>
        (await issuedBefore(client, input, n)) ?? (await issue(client, deps.store, input, facts, paper, n)),
    )
    const { document, kind } = issued
    deps.log.info({ process: input.process, effect: input.effect.key, document, kind }, 'paper')
    return { ...issued, instance: String(paper.data.instance ?? '') }
  }
  return {
    async issue(input: EffectInput): Promise<EffectResult> {
      effectInput.parse(input)
      if (input.effect.type !== 'issue') throw new Error('not a paper')
      const facts = await deps.reader.read(input.institution, input.policy)
      const papers: Issued[] = []
      for (const [n, paper] of input.effect.papers.entries())
        papers.push(await issueOne(input, facts, paper, n))
      return { reply: { type: 'papersIssued', data: { papers: papers as unknown as Data[] } }, refused: [] }
    },
  }
}

type Kept = Omit<Issued, 'instance'>

async function issuedBefore(client: PoolClient, input: EffectInput, n: number): Promise<Kept | null> {
  const { rows } = await client.query<Kept>({
    name: 'issued-before',
    text: `SELECT id AS document, kind, coalesce(number, '') AS number, coalesce(dated_on::text, '') AS date,
                  data ->> 'contentHash' AS "contentHash", version
           FROM document WHERE process_id = $1 AND effect_key = $2`,
    values: [input.process, `${input.effect.key}.${n}`],
  })
  return rows[0] ?? null
}

async function issue(
  client: PoolClient,
  store: FileStore,
  input: EffectInput,
  facts: InstitutionFacts,
  paper: Paper,
  n: number,
): Promise<Kept> {
  const today = facts.calendar.dayOf(input.at)
  const id = documentId(input.process, input.effect.key, n)
  const date = paper.draft ? null : (paper.given?.date ?? today)
  const rule = paper.draft || paper.given !== undefined ? undefined : registerOf(facts.policy, paper.kind)
  if (paper.given !== undefined) await checkNumber(client, input.process, paper.kind, paper.given)
  const of = rule?.of === undefined ? null : await numberOf(client, input.process, rule.of, paper)
  const taken = await takeNumber(client, input.institution, rule, date ?? today, { of, n: n + 1 })
  const number = paper.given?.number ?? taken.number
  const verificationCode = paper.draft ? null : codeOf(id)
  const { process, institution } = { process: input.process, institution: input.institution }
  const current = await loadPaper(client, { process, institution, paper, number, date, verificationCode })
  const { shown, approved } = await asApproved(client, process, paper, current)
  const { pdf, pages, sha256 } = await renderPaper(shown)
  const file = await store.put(pdf, 'pdf')
  // What was approved and what is signed differ in number, date and a replaced signatory only: the content has its own hash.
  const { kind, language, version } = paper
  const contentHash = createHash('sha256')
    .update(canonicalJson({ kind, language, version, data: approved }))
    .digest('hex')
  await client.query({
    name: 'insert-document',
    text: `INSERT INTO document (id, institution_id, process_id, effect_key, kind, language, number, dated_on, register, side,
             version, state, title, pages, bytes, sha256, file, data, subject_person_id, line_code, verification_code, at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)`,
    values: [
      id,
      institution,
      process,
      `${input.effect.key}.${n}`,
      kind,
      language,
      number,
      date,
      number === null ? null : taken.register,
      sideOf(paper),
      version,
      paper.draft ? 'draft' : 'issued',
      titleOf(kind, language),
      pages,
      pdf.length,
      sha256,
      file,
      JSON.stringify({
        contentHash,
        instance: paper.data.instance ?? null,
        edition: paper.data.edition ?? null,
        lines: paper.line === undefined ? (paper.data.lines ?? null) : [paper.line],
        ...(paper.draft ? { content: shown.data } : {}),
      }),
      paper.subject ?? null,
      paper.line ?? null,
      verificationCode,
      input.at,
    ],
  })
  return { document: id, kind, number: number ?? '', date: date ?? '', contentHash, version }
}

/** An employer numbers no two orders of one year alike, whichever cycle they belong to. */
async function checkNumber(
  client: PoolClient,
  process: string,
  kind: string,
  { number, date }: NonNullable<Paper['given']>,
): Promise<void> {
  if (!kind.startsWith('order')) return
  const { rowCount } = await client.query(
    `SELECT FROM document JOIN process ON process.id = document.process_id
     WHERE process.state ->> 'partner' = (SELECT state ->> 'partner' FROM process WHERE id = $1)
       AND document.side = 'partner' AND document.kind LIKE 'order%' AND document.state <> 'draft'
       AND number = $2 AND extract(year FROM dated_on) = extract(year FROM $3::date) LIMIT 1`,
    [process, number, date],
  )
  if (rowCount !== 0) throw ApplicationFailure.nonRetryable('the number is taken', 'numberTaken')
}

/** The number another paper of the same scope bears, for numbers derived from it. */
async function numberOf(
  client: PoolClient,
  process: string,
  kind: string,
  paper: Paper,
): Promise<string | null> {
  const wave = String(paper.data.instance ?? '').split('@')[1] ?? ''
  const { rows } = await client.query<{ number: string }>(
    `SELECT number FROM document WHERE process_id = $1 AND kind = $2 AND state = 'issued'
       AND (data ->> 'instance') LIKE $3 ORDER BY at DESC LIMIT 1`,
    [process, kind, `%@${wave}%`],
  )
  return rows[0]?.number ?? null
}

const codeOf = (id: string): string =>
  shortId(8, 'verification', id)
    .toUpperCase()
    .replace(/^(.{4})/, '$1-')

const PARTNER_PAPERS: readonly string[] = [
  'orderAcceptingStudents',
  'orderAppointingMentors',
  'siteAcceptanceCertificate',
  'safetyBriefingRecord',
  'mentorEvaluation',
]
const SHARED_PAPERS: readonly string[] = ['cooperationAgreement', 'practiceContract', 'practiceSchedule']

const sideOf = (paper: Paper): string =>
  PARTNER_PAPERS.includes(paper.kind)
    ? 'partner'
    : SHARED_PAPERS.includes(paper.kind)
      ? 'both'
      : 'institution'
