import { Client } from 'pg'
import { Database } from '../../database/database.ts'
import { withDatabase } from '../support/postgres.ts'

let database: Awaited<ReturnType<typeof withDatabase>>
let client: Client
beforeAll(async () => {
  database = await withDatabase()
  client = new Client({ connectionString: database.url })
  await client.connect()
  await client.query(`
    INSERT INTO institution (id, code, names, city, legal_address, tax_id, bank_account, bank_name, bank_mfo, phone,
      email, time_zone, country, default_language, languages)
    VALUES ('i', 'I', '{}', 'x', 'x', '1', '1', 'x', '1', 'x', 'x', 'Asia/Tashkent', 'UZ', 'uz-Latn', '{uz-Latn}');
    INSERT INTO process (id, institution_id, kind, seq, head, stage, open, state, policy_id, policy_version,
      opened_at, changed_at)
    VALUES ('p', 'i', 'agreement', 1, 'h', 'drafting', true, '{}', 'uz', 1, now(), now());
    INSERT INTO person (id, institution_id, code, kind, full_name, surname, given_name, language)
    VALUES ('s', 'i', 'S001', 'staff', 'A B', 'A', 'B', 'uz-Latn');
    INSERT INTO event (process_id, seq, institution_id, type, data, command_id, at, prev_hash, hash)
    VALUES ('p', 1, 'i', 'drafted', '{}', 'c', now(), '', 'h');`)
})
afterAll(async () => {
  await client.end()
  await database.stop()
})

const refusal = (sql: string): Promise<string> =>
  client.query(sql).then(
    () => 'accepted',
    (error: { constraint?: string; message: string }) => error.constraint ?? error.message,
  )

test.each([
  [`UPDATE event SET type = 'forged'`, 'event is append-only: UPDATE refused'],
  ['DELETE FROM event', 'event is append-only: DELETE refused'],
  ['TRUNCATE event', 'event is append-only: TRUNCATE refused'],
  ['TRUNCATE process CASCADE', 'event is append-only: TRUNCATE refused'],
  [`SET session_replication_role = replica; DELETE FROM event`, 'event is append-only: DELETE refused'],
])('an event never changes: %s', async (sql, message) => {
  expect(await refusal(sql)).toBe(message)
  await client.query('RESET session_replication_role')
  const { rows } = await client.query('SELECT type FROM event')
  expect(rows).toEqual([{ type: 'drafted' }])
})

test.each([
  [`UPDATE event SET type = 'forged'`, 'permission denied for table event'],
  ['TRUNCATE event', 'permission denied for table event'],
  ['DELETE FROM event', 'permission denied for table event'],
  ['DELETE FROM person', 'permission denied for table person'],
  [`UPDATE policy SET data = '{}'`, 'permission denied for table policy'],
  ['ALTER TABLE event DISABLE TRIGGER ALL', 'must be owner of table event'],
  ['SELECT FROM _prisma_migrations', 'permission denied for table _prisma_migrations'],
])('workers and commands have no right to: %s', async (sql, message) => {
  const acting = new Database(database.url, { most: 1 })
  await expect(acting.all.query(sql).finally(() => acting.end())).rejects.toThrow(message)
})

test('a table of a later migration is open to workers and commands', async () => {
  await client.query('CREATE TABLE later (id text)')
  const acting = new Database(database.url, { most: 1 })
  await acting.all.query(`INSERT INTO later VALUES ('a')`)
  await expect(acting.all.query('SELECT id FROM later')).resolves.toMatchObject({ rows: [{ id: 'a' }] })
  await acting.end()
  await client.query('DROP TABLE later')
})

const paper = (id: string, over: Record<string, string | null> = {}) => {
  const row: Record<string, string | null> = {
    id,
    institution_id: 'i',
    process_id: 'p',
    effect_key: id,
    kind: 'orderSendingStudents',
    language: 'uz-Latn',
    number: null,
    dated_on: null,
    register: null,
    side: 'institution',
    version: '1',
    state: 'issued',
    title: 'x',
    pages: '1',
    bytes: '1',
    sha256: 'a'.repeat(64),
    file: 'x',
    data: '{}',
    at: '2027-01-15T05:00:00Z',
    ...over,
  }
  const values = Object.values(row).map((value) => (value === null ? 'NULL' : `'${value}'`))
  return `INSERT INTO document (${Object.keys(row).join(', ')}) VALUES (${values.join(', ')})`
}

test('a number is given once in a register and calendar year', async () => {
  const numbered = { register: 'T', number: '7-T', dated_on: '2027-01-15' }
  expect(await refusal(paper('d1', numbered))).toBe('accepted')
  expect(await refusal(paper('d2', { ...numbered, dated_on: '2027-12-31' }))).toBe(
    'document_register_number_key',
  )
  expect(await refusal(paper('d3', { ...numbered, dated_on: '2028-01-15' }))).toBe('accepted')
  expect(await refusal(paper('d4', { ...numbered, register: 'AF' }))).toBe('accepted')
  expect(await refusal(paper('d5', { ...numbered, register: null }))).toBe('accepted')
  expect(await refusal(paper('d6', { ...numbered, register: null }))).toBe('accepted')
})

test('a draft has no number, and what is issued in a register has one', async () => {
  expect(await refusal(paper('d7', { state: 'draft', number: '8-T' }))).toBe('document_draft_check')
  expect(await refusal(paper('d8', { register: 'T' }))).toBe('document_register_check')
  expect(await refusal(paper('d9', { register: 'T', state: 'draft' }))).toBe('accepted')
})

test('one effect of a process makes one paper', async () => {
  expect(await refusal(paper('e1', { effect_key: '5.0' }))).toBe('accepted')
  expect(await refusal(paper('e2', { effect_key: '5.0' }))).toBe('document_process_id_effect_key_key')
})

const task = (id: string, state: string, closed: string) => `
  INSERT INTO task (id, institution_id, process_id, key, kind, owner_id, state, opened_at, due_at, closed_at, data)
  VALUES ('${id}', 'i', 'p', 'approve', 'approve', 's', '${state}', now(), now(), ${closed}, '{}')`

test('a task is closed exactly when it waits for nobody any more', async () => {
  expect(await refusal(task('t1', 'open', 'NULL'))).toBe('accepted')
  expect(await refusal(task('t2', 'done', 'now()'))).toBe('accepted')
  expect(await refusal(task('t3', 'open', 'now()'))).toBe('task_closing_check')
  expect(await refusal(task('t4', 'done', 'NULL'))).toBe('task_closing_check')
  expect(await refusal(task('t5', 'forgotten', 'now()'))).toBe('task_state_check')
})

test('a person is of one kind with what belongs to it', async () => {
  const person = (code: string, kind: string) => `
    INSERT INTO person (institution_id, code, kind, full_name, surname, given_name, language)
    VALUES ('i', '${code}', '${kind}', 'A B', 'A', 'B', 'ru')`
  expect(await refusal(person('S002', 'staff'))).toBe('accepted')
  expect(await refusal(person('S002', 'staff'))).toBe('person_institution_id_code_key')
  expect(await refusal(person('C001', 'contact'))).toBe('person_contact_partner_check')
  expect(await refusal(person('Z001', 'student'))).toBe('person_student_programme_check')
  expect(await refusal(person('X001', 'visitor'))).toBe('person_kind_check')
  expect(await refusal(`UPDATE person SET superior_person_id = id`)).toBe('person_superior_is_another_check')
})

test.each([
  [
    'the open tasks of a person',
    `SELECT * FROM task WHERE owner_id = 's' AND state = 'open' ORDER BY due_at`,
    'task_open_owner_due_idx',
  ],
  [
    'the next process that is due',
    `SELECT id FROM process WHERE open AND next_due IS NOT NULL ORDER BY next_due LIMIT 1`,
    'process_open_due_idx',
  ],
  [
    'the planned contacts',
    `SELECT * FROM contact WHERE state = 'planned' AND planned_at <= now()`,
    'contact_planned_idx',
  ],
  ['the queued messages', `SELECT * FROM message WHERE state = 'queued' ORDER BY at`, 'message_queued_idx'],
])('%s are found by an index', async (_what, sql, index) => {
  await client.query('SET enable_seqscan = off')
  const { rows } = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`)
  expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain(index)
})
