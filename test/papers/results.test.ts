import { titleOf } from '../../activities/documents/papers/index.ts'
import { useScene } from './scene.ts'

const { load, withData } = useScene()

test('the defence lists points in the order of the policy, marks, absent and failed', async () => {
  const { data } = await load('defenceProtocol')
  expect(data.components.map(({ code }) => code)).toEqual(['attendance', 'host', 'tasks', 'report'])
  expect(data.rows).toContainEqual(expect.objectContaining({ points: [10, 18, 20, 9], total: 57, mark: '2' }))
  expect(data.rows).toContainEqual(expect.objectContaining({ points: [10, 17, 50, 9], total: 86, mark: '4' }))
  expect(data.failed).toEqual(data.rows.filter(({ total }) => total < 60).map(({ trainee }) => ({ trainee })))
  expect(data.failed).toHaveLength(1)
  expect(data.absent).toHaveLength(1)
  expect(data.commission.map(({ side, role }) => [side, role])).toEqual([
    ['institution', 'chair'],
    ['institution', 'member'],
    ['partner', 'member'],
  ])
})

test('a certificate counts the hours the mentor confirmed', async () => {
  const { data } = await load('completionCertificate')
  expect(data).toMatchObject({
    effectiveHours: 7 * 36,
    points: 89,
    mark: '4',
    placementCode: 'P-2027-L01-01',
  })
  expect(data.trainee.mentor?.surname).toBe('Tojiboyeva')
})

test('an evaluation is given on the scale of the policy', async () => {
  expect((await load('mentorEvaluation')).data).toMatchObject({ hostScore: 18, hostScoreMax: 20 })
  const full = await load('mentorEvaluation', withData({ hostScore: 90 }))
  expect(full.data).toMatchObject({ hostScore: 90, hostScoreMax: 100 })
})

test('the commission is chaired from outside and names its employers', async () => {
  const { data } = await load('orderAttestationCommission')
  expect(data.members.map(({ role, isEmployer }) => [role, isEmployer])).toEqual([
    ['chair', true],
    ['member', true],
    ['member', false],
    ['secretary', false],
  ])
  expect(data).toMatchObject({ year: 2027, quorum: 2, calendar: [{ date: '2027-06-14', group: '401-23' }] })
  expect(data.basis).toEqual([
    { title: titleOf('practiceContract', 'uz-Latn'), number: '14/27-SH', date: '2027-01-08' },
  ])
})

test('the same commission signs the protocol', async () => {
  const order = await load('orderAttestationCommission')
  const protocol = await load('attestationProtocol')
  const names = (list: { surname: string }[]): string[] => list.map(({ surname }) => surname)
  expect(names(protocol.data.commission)).toEqual(names(order.data.members))
})
