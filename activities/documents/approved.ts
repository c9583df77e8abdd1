import type { PoolClient } from 'pg'
import type { PaperDocument } from '../../schema/contracts/papers.ts'
import type { Data, Paper } from '../../workflows/durable/types.ts'

/** What a paper says, and what of it was approved: the same, but for a signatory who was replaced while it was signed. */
interface Said {
  shown: PaperDocument
  approved: unknown
}

/**
 * What was approved is what is signed, whatever changed in the master data since; named as the signatory of a side is who
 * signed for it, on the new authority, where the first one was replaced.
 */
export async function asApproved(
  client: PoolClient,
  process: string,
  paper: Paper,
  current: PaperDocument,
): Promise<Said> {
  const approved = paper.draft ? null : await draftContent(client, process, paper)
  if (approved === null) return { shown: current, approved: current.data }
  const data =
    'parties' in current.data
      ? { ...approved, parties: await partiesOf(client, process, paper, current.data.parties, approved) }
      : approved
  return { shown: { ...current, data } as typeof current, approved }
}

/** The content of the draft of this very version, when there was one. */
async function draftContent(client: PoolClient, process: string, paper: Paper): Promise<Data | null> {
  const { rows } = await client.query<{ content: Data }>(
    `SELECT data -> 'content' AS content FROM document
     WHERE process_id = $1 AND kind = $2 AND version = $3 AND state = 'draft' ORDER BY at DESC LIMIT 1`,
    [process, paper.kind, paper.version],
  )
  return rows[0]?.content ?? null
}

type Party = Extract<PaperDocument, { kind: 'cooperationAgreement' }>['data']['parties'][number]

async function partiesOf(
  client: PoolClient,
  process: string,
  { version }: Paper,
  current: readonly Party[],
  approved: Data,
): Promise<Party[]> {
  const agreement = process.slice(process.indexOf('/') + 1)
  // Only who came in another's place has an authority of his own.
  const { rows } = await client.query<{ side: string }>(
    `SELECT DISTINCT side FROM signatory
     WHERE agreement_id = $1 AND starts_with(id, $2) AND authority IS NOT NULL AND state <> 'replaced'`,
    [agreement, `${agreement}.${version}.`],
  )
  const replaced = rows.map(({ side }) => side)
  return (approved.parties as unknown as Party[]).map((party) => {
    const now = current.find(({ side }) => side === party.side)
    return now !== undefined && replaced.includes(party.side) ? { ...party, signatory: now.signatory } : party
  })
}
