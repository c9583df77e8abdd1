import { type Behaviour, list, text } from './intention.ts'

export const certification: Record<string, Behaviour> = {
  answerInvitation: (task) =>
    task.owner === 'C005'
      ? { after: 2, decision: 'decline', data: { reason: 'Iyun oyida xizmat safarida.' } }
      : { after: 1, decision: 'accept' },
  nameReplacement: (task) => {
    const candidates = (task.state.candidates ?? []) as string[]
    const asked = new Set([
      ...list(task.state.experts).map((one) => text(one.person)),
      ...((task.state.declined ?? []) as string[]),
    ])
    return {
      after: 1,
      decision: 'name',
      data: { expert: candidates.find((person) => !asked.has(person)) ?? '' },
    }
  },
  issueCommissionOrder: () => ({ after: 1, decision: 'issue' }),
  recordResults: (task, cast) => ({
    after: 0,
    decision: 'record',
    data: {
      room: '301',
      startAt: '09:00',
      endAt: '16:30',
      results: ((task.state.graduates ?? []) as string[]).map((graduate) => {
        const score = 62 + Math.floor(cast.random(task) * 38)
        const grade = score >= 90 ? '5' : score >= 70 ? '4' : '3'
        return { graduate, score, grade, qualification: true, honours: score >= 95, absent: false }
      }),
    },
  }),
  assessPreparation: () => ({
    after: 3,
    decision: 'assess',
    data: {
      theory: 82,
      skills: 78,
      readiness: 80,
      text: 'Nazariy bilim yaxshi; boshqaruv tizimlari boʻyicha koʻproq amaliyot kerak.',
    },
  }),
}
