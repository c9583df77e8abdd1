import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import type { Pool } from 'pg'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer } from 'smtp-server'

export interface TestMailServer {
  port: number
  received: Email[]
  /** The next answers to the recipient, in order; then everything is taken. */
  refuse(...codes: number[]): void
  /** Holds every letter until the returned function is called. */
  hold(): () => void
  close(): Promise<void>
}

/** A real SMTP server on a port of its own that refuses on demand. */
export async function startMailServer(): Promise<TestMailServer> {
  const received: Email[] = []
  const refusals: number[] = []
  let gate = Promise.resolve()
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo(address, _session, done) {
      const code = refusals.shift()
      if (code === undefined) return done()
      done(Object.assign(new Error(`no mailbox ${address.address}`), { responseCode: code }))
    },
    onData(stream, _session, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        void gate
          .then(() => PostalMime.parse(Buffer.concat(parts)))
          .then((email) => {
            received.push(email)
            done()
          })
      })
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  return {
    port: (server.server.address() as AddressInfo).port,
    received,
    refuse: (...codes) => {
      refusals.push(...codes)
    },
    hold: () => {
      let open = () => {}
      gate = new Promise((resolve) => {
        open = () => resolve()
      })
      return () => open()
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

const INSERT_INSTITUTION = `
  INSERT INTO institution (id, code, names, city, legal_address, tax_id, bank_account, bank_name, bank_mfo, phone,
                           email, time_zone, country, default_language, languages)
  VALUES ('ztu', 'ZTU', $1, 'Navoiy', 'Bunyodkor 27', '300412765', '23402000300100001010', 'Bank', '00014',
          '+998 00 223-40-50', 'office@ztu.example', 'Asia/Tashkent', 'UZ', 'uz-Latn',
          ARRAY['uz-Latn', 'uz-Cyrl', 'ru', 'en'])`

/** An institution, a partner with its personnel officer, and a practice cycle that waits for it. */
export async function seed(pool: Pool): Promise<void> {
  const names = {
    'uz-Latn': 'Zarafshon texnika universiteti',
    ru: 'Зарафшанский технический университет',
    en: 'Zarafshon Technical University',
  }
  await pool.query(INSERT_INSTITUTION, [names])
  await pool.query(
    `INSERT INTO partner (id, institution_id, code, name, category, sector, region, legal_address, tax_id, bank_account, bank_mfo, trade_union, status)
     VALUES ('zkm', 'ztu', 'ZKM', '“Zarafshon” AJ', 'industrialEnterprise', 'mining', 'Navoiy', 'Markaziy 9', '200000001', '20208000000000000001', '00014', 'yes', 'existing')`,
  )
  await pool.query(
    `INSERT INTO site (id, institution_id, partner_id, code, kind, name, address, capacity)
     VALUES ('zkm-1', 'ztu', 'zkm', 'ZKM-1', 'workshop', '3-son eritish sexi', 'Markaziy 9', 16)`,
  )
  await pool.query(
    `INSERT INTO process (id, institution_id, kind, seq, head, stage, open, state, policy_id, policy_version, opened_at, changed_at)
     VALUES ('practice-cycle/1', 'ztu', 'practiceCycle', 1, '', 'ordering', true, '{"partner": "zkm"}', 'generic', 1, now(), now())`,
  )
}

export async function addPerson(
  pool: Pool,
  given: { email?: string | null; active?: boolean; language?: string; partner?: string | null } = {},
): Promise<string> {
  const id = randomUUID()
  const { email = `${id}@zkm.example`, active = true, language = 'en', partner = 'zkm' } = given
  await pool.query(
    `INSERT INTO person (id, institution_id, code, kind, full_name, surname, given_name, patronymic, email, language, partner_id, active)
     VALUES ($1, 'ztu', $1, $2, 'Jumayeva Shahlo Akbar qizi', 'Jumayeva', 'Shahlo', 'Akbar qizi', $3, $4, $5, $6)`,
    [id, partner === null ? 'staff' : 'contact', email, language, partner, active],
  )
  return id
}

export async function addTask(
  pool: Pool,
  given: {
    owner: string
    kind?: string
    key?: string
    data?: object
    role?: string | null
    closed?: boolean
  },
): Promise<string> {
  const id = `t${randomUUID().slice(0, 9)}`
  const { owner, kind = 'issuePaper', role = 'hrOfficer', closed = false } = given
  const data = given.data ?? { paper: 'orderAppointingMentors', start: '2027-02-08', site: 'zkm-1' }
  await pool.query(
    `INSERT INTO task (id, institution_id, process_id, key, kind, owner_id, owner_role, state, opened_at, due_at, closed_at, data)
     VALUES ($1, 'ztu', 'practice-cycle/1', $2, $3, $4, $5, $6, '2027-01-20T04:00:00Z', '2027-02-01T13:00:00Z', $7, $8)`,
    [
      id,
      given.key ?? id,
      kind,
      owner,
      role,
      closed ? 'done' : 'open',
      closed ? '2027-01-21T04:00:00Z' : null,
      data,
    ],
  )
  return id
}

export async function addContact(
  pool: Pool,
  task: string,
  person: string,
  rung: number,
  at: string,
): Promise<string> {
  const id = `${task}.${rung}`
  await pool.query(
    `INSERT INTO contact (id, institution_id, task_id, person_id, rung, planned_at, channel, state, changed_at)
     VALUES ($1, 'ztu', $2, $3, $4, $5, 'mail', 'planned', $5)`,
    [id, task, person, rung, at],
  )
  return id
}

export async function addMessage(
  pool: Pool,
  given: {
    person: string
    task?: string | null
    contact?: string | null
    template?: string
    data?: object
    language?: string
    at?: string
  },
): Promise<string> {
  const id = `m${randomUUID().replaceAll('-', '').slice(0, 15)}`
  const { person, task = null, contact = null, template = 'taskOpened', data = {} } = given
  await pool.query(
    `INSERT INTO message (id, institution_id, person_id, process_id, task_id, contact_id, template, data, language, at, state)
     VALUES ($1, 'ztu', $2, 'practice-cycle/1', $3, $4, $5, $6, $7, $8, 'queued')`,
    [id, person, task, contact, template, data, given.language ?? 'en', given.at ?? '2027-01-25T04:00:00Z'],
  )
  return id
}

export async function rowOf(
  pool: Pool,
  table: 'message' | 'contact',
  id: string,
): Promise<Record<string, unknown>> {
  const { rows } = await pool.query(`SELECT * FROM ${table} WHERE id = $1`, [id])
  return rows[0]
}
