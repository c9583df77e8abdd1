import { doctor } from '../../embedded/doctor.ts'
import type { DoctorCheck, Finding } from '../../embedded/finding.ts'
import type { Stack } from '../../embedded/stack.ts'
import { migrate } from '../../schema/migrate.ts'
import { removeFolders, startTestStack, temporaryFolder } from './support.ts'

let stack: Stack

beforeAll(async () => {
  stack = await startTestStack()
})

afterAll(async () => {
  await stack.stop()
  await removeFolders()
})

const faults = (findings: Finding[]): DoctorCheck[] =>
  findings.filter(({ ok }) => !ok).map(({ check }) => check)

test('what a running stack lacks is named together with what to do', async () => {
  const before = await doctor(stack)
  expect(faults(before)).toEqual(['migrations'])
  expect(before.find(({ check }) => check === 'migrations')?.next).toBeTruthy()

  await migrate(stack.databaseUrl)
  expect(faults(await doctor(stack))).toEqual([])
})

test('a folder without a stack is healthy, and its absence is said', async () => {
  const findings = await doctor({ dataDir: await temporaryFolder() })
  expect(faults(findings)).toEqual([])
  expect(findings.find(({ check }) => check === 'postgres')?.detail).toBe('not running')
})

test('no finding shows the password of the database', async () => {
  const password = new URL(stack.databaseUrl).password
  expect(password).not.toBe('')
  expect(JSON.stringify(await doctor(stack))).not.toContain(password)
})
