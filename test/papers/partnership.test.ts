import type { PaperRequest } from '../../activities/documents/papers/index.ts'
import { useScene } from './scene.ts'

const { inLanguage, load, withData } = useScene()

test('the visit plan shows who prepared each item and when, in the days of the institution', async () => {
  const { data } = await load('visitPlan')
  // 20:30 UTC is the next day in Tashkent.
  expect(data.checklist[0]).toMatchObject({ item: 'goals', done: true, on: '2026-11-25' })
  expect(data.checklist.map(({ item }) => item)).not.toContain('territory')
  expect(data.goal).toContain('1) Amaliyot joylarini koʻrish')
  expect(data.partner.employees).toBe(18_500)
  expect(data.exception).toBeUndefined()
})

test('the record of a meeting names who does what by when', async () => {
  const { data } = await load('meetingRecord')
  expect(data.meeting).toMatchObject({ date: '2026-12-08', from: '10:00' })
  expect(data.actions.map(({ owner, due }) => [owner?.surname, due])).toEqual([
    ['Mirzayeva', '2026-12-15'],
    ['Jumayeva', '2026-12-18'],
  ])
  expect(data.attendees.map(({ side }) => side)).toEqual(['institution', 'partner'])
})

test('a moved meeting does not keep the hour of the first one', async () => {
  expect((await load('meetingRecord', withData({ on: '2026-12-10' }))).data.meeting.from).toBeUndefined()
})

test('a counter-proposal says which version it answers', async () => {
  const second = (request: PaperRequest): PaperRequest => ({
    ...request,
    paper: { ...request.paper, version: 3, data: { text: 'Amaliyot joylari soni 25 taga oʻzgartirildi.' } },
  })
  const { data } = await load('proposalPackage', second)
  expect(data).toMatchObject({
    answersVersion: 2,
    proposals: [],
    text: 'Amaliyot joylari soni 25 taga oʻzgartirildi.',
  })
})

test('words of the list of partners stand in English papers only', async () => {
  const uzbek = (await load('visitPlan')).data.partner
  expect(uzbek).toMatchObject({ directions: 'oltin va mis rudasini qazib olish' })
  expect(uzbek.sector).toBeUndefined()
  expect((await load('visitPlan', inLanguage('en'))).data.partner.sector).toBe('mining and metallurgy')
})
