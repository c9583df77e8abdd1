import { randomUUID } from 'node:crypto'
import { fromCommandLine } from '../access/command-line.ts'
import type { Connected } from '../client/connect.ts'
import type { Facade } from '../client/facade.ts'
import { REQUISITES, TERMS } from '../demo/behaviours/agreement.ts'
import type { Data } from '../workflows/durable/types.ts'
import { type Place, until } from './place.ts'

interface OpenTask {
  id: string
  kind: string
  key: string
  owner: string
  data: Data
}

/** Commands of an agreement's way to its signatures: requisites, draft, four approvals, two signatures. */
export const COMMANDS_TO_SIGNED = 8

/** Agreements of one partnership, moved by the commands people send. */
export class Agreements {
  private readonly facade: Promise<Facade>

  constructor(
    private readonly connected: Connected,
    private readonly place: Place,
  ) {
    this.facade = connected.facadeIn()
  }

  /** Answers the workflow id. */
  async begin(): Promise<string> {
    const { institution, partnership, partner, policy, agreementPolicy, people } = this.place
    const id = randomUUID()
    await this.connected.engine.begin({
      kind: 'agreement',
      id: `agreement/${id}`,
      institution,
      policy,
      parent: `partnership/${partnership}`,
      begin: {
        id,
        kind: 'cooperationAgreement',
        language: 'uz-Latn',
        forms: ['graduateEmployment'],
        partnership,
        partner,
        author: people.get('S004') ?? '',
        policy: agreementPolicy,
      },
      command: randomUUID(),
    })
    return `agreement/${id}`
  }

  /** Begun, its requisites given and its draft rendered: four approvals are awaited. */
  async toApproval(): Promise<string> {
    const id = await this.begin()
    await this.complete(id, 'giveRequisites', 'give', REQUISITES)
    await this.submit(id)
    return id
  }

  /** The draft is submitted; answers when its approvers are asked. */
  async submit(id: string): Promise<void> {
    await this.complete(id, 'draftAgreement', 'submit', TERMS)
    await this.taskOpens(id, 'approveDraft')
  }

  async approveAll(id: string): Promise<void> {
    for (
      let task = await this.open(id, 'approveDraft');
      task !== undefined;
      task = await this.open(id, 'approveDraft')
    ) {
      await this.send(task, 'approve', { hash: task.data.hash ?? '' })
    }
  }

  /** Both sides sign; the number and the final paper follow by themselves. */
  async signAll(id: string): Promise<void> {
    for (
      let task = await this.open(id, 'signAgreement');
      task !== undefined;
      task = await this.open(id, 'signAgreement')
    ) {
      await this.send(task, 'sign', { hash: task.data.hash ?? '', consent: true })
    }
  }

  async toSigned(): Promise<string> {
    const id = await this.toApproval()
    await this.approveAll(id)
    await this.signAll(id)
    return id
  }

  /** Nothing is left to do outside for any of them: papers are kept, the partnership is told. */
  async allActive(ids: readonly string[]): Promise<void> {
    await until('the agreements to become active', async () => {
      const { rows } = await this.connected.database.all.query(
        `SELECT FROM process WHERE id = ANY($1) AND (stage <> 'active' OR pending_effects > 0) LIMIT 1`,
        [ids],
      )
      return rows.length === 0
    })
  }

  async complete(id: string, kind: string, decision: string, data: Data): Promise<void> {
    const task = await this.open(id, kind)
    if (task === undefined) throw new Error(`${id} waits for no ${kind}`)
    await this.send(task, decision, data)
  }

  async open(id: string, kind: string, key = '%'): Promise<OpenTask | undefined> {
    const { rows } = await this.connected.database.all.query<OpenTask>({
      name: 'bench-open-task',
      text: `SELECT id, kind, key, owner_id AS owner, data FROM task
             WHERE process_id = $1 AND kind = $2 AND key LIKE $3 AND state IN ('open', 'escalated')
             ORDER BY key LIMIT 1`,
      values: [id, kind, key],
    })
    return rows[0]
  }

  async send(task: OpenTask, decision: string, data: Data): Promise<void> {
    const facade = await this.facade
    await facade.completeTask(fromCommandLine(task.owner), { task: task.id, decision, data })
  }

  private taskOpens(id: string, kind: string): Promise<void> {
    return until(`${kind} to open`, async () => (await this.open(id, kind)) !== undefined)
  }
}
