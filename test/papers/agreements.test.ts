import { signedAgreement, terms } from './processes.ts'
import { useScene } from './scene.ts'
import { CONTRACT, FRAMEWORK } from './states.ts'

const { load, world } = useScene()

test('a signatory of a party is shown with the authority that was stated', async () => {
  const [own, theirs] = (await load('cooperationAgreement')).data.parties
  expect(own?.signatory).toMatchObject({ surname: 'Jumayev', authority: 'charter' })
  expect(theirs?.signatory).toMatchObject({
    ...{ surname: 'Olimov', authority: 'powerOfAttorney', authorityNo: '17' },
    ...{ authorityDate: '2026-06-01', authorityValidTo: '2027-12-31' },
  })
})

async function withAgreement<T>(id: string, state: object, work: () => Promise<T>): Promise<T> {
  const client = world().pool
  const process = `agreement/${id}`
  const kept = await client.query<{ state: object }>('SELECT state FROM process WHERE id = $1', [process])
  const change = 'UPDATE process SET state = $2 WHERE id = $1'
  await client.query(change, [process, JSON.stringify(state)])
  try {
    return await work()
  } finally {
    await client.query(change, [process, JSON.stringify(kept.rows[0]?.state)])
  }
}

test('a replaced signatory signs on the new authority', async () => {
  const by = world().person('C002')
  const authority = { basis: 'order', number: '77', date: '2027-01-05' }
  const state = signedAgreement(world(), FRAMEWORK, 'cooperationAgreement', {}, [
    { type: 'signatoryReplaced', person: world().person('C001'), by, authority },
  ])
  await world().pool.query(
    `INSERT INTO signatory (id, institution_id, agreement_id, person_id, side, group_no, state, authority)
     VALUES ('s1', $1, $2, $3, 'partner', 1, 'asked', $4)`,
    [world().institution, FRAMEWORK, by, JSON.stringify(authority)],
  )
  try {
    await withAgreement(FRAMEWORK, state, async () => {
      const [, theirs] = (await load('cooperationAgreement')).data.parties
      expect(theirs?.signatory).toMatchObject({ surname: 'Jumayeva', authority: 'order', authorityNo: '77' })
    })
  } finally {
    await world().pool.query(`DELETE FROM signatory WHERE id = 's1'`)
  }
})

test('an agreement for money says how much, or is not made', async () => {
  const paid = signedAgreement(world(), FRAMEWORK, 'cooperationAgreement', {
    paid: true,
    payment: 12_500_000,
  })
  await withAgreement(FRAMEWORK, paid, async () => {
    expect((await load('cooperationAgreement')).data.payment).toBe(12_500_000)
  })
  const vague = signedAgreement(world(), FRAMEWORK, 'cooperationAgreement', {
    paid: true,
    payment: 'kelishuv boʻyicha',
  })
  await withAgreement(FRAMEWORK, vague, async () => {
    await expect(load('cooperationAgreement')).rejects.toMatchObject({ code: 'amountUnreadable' })
  })
})

test('a measure without a day is due when the agreement ends', async () => {
  const programme = [
    { measure: 'Ochiq eshiklar kuni', owner: 'markaz', term: 'har yili', evidence: 'hisobot' },
  ]
  const state = signedAgreement(world(), FRAMEWORK, 'cooperationAgreement', { programme })
  await withAgreement(FRAMEWORK, state, async () => {
    expect((await load('cooperationAgreement')).data.measures).toEqual([
      {
        measure: 'Ochiq eshiklar kuni (har yili)',
        owner: 'markaz',
        due: terms(world()).validTo,
        evidence: 'hisobot',
      },
    ])
  })
})

test('the contract plans what the schedule has within its term', async () => {
  const { data } = await load('practiceContract')
  expect(data.plan?.every(({ period }) => period.from >= '2027-01-11' && period.to <= '2028-08-31')).toBe(
    true,
  )
  expect(data.plannedNumber).toBe(60)
  const named = new Set(data.programmes.map(({ code }) => code))
  expect(data.plan?.every(({ programme }) => named.has(programme.code))).toBe(true)
  expect(data.sites.length).toBeGreaterThan(0)
})

test('a contract before any schedule speaks of the programmes its sites are for', async () => {
  const early = signedAgreement(world(), CONTRACT, 'practiceContract', {
    ...{ validFrom: '2029-01-01', validTo: '2030-01-01', plannedNumber: 20 },
  })
  await withAgreement(CONTRACT, early, async () => {
    const { data } = await load('practiceContract')
    expect(data.plan).toBeUndefined()
    expect(data.programmes.map(({ code }) => code)).toContain('60711400')
    expect(data.practice).toMatchObject({ academicYear: '2028/2029', type: 'production' })
  })
})

test('what is signed is what was approved', async () => {
  for (const kind of ['cooperationAgreement', 'practiceContract'] as const) {
    const id = kind === 'practiceContract' ? CONTRACT : FRAMEWORK
    const draft = await withAgreement(id, signedAgreement(world(), id, kind), () => load(kind))
    const signed = signedAgreement(world(), id, kind, {}, [{ type: 'allSigned', version: 1 }])
    expect((await withAgreement(id, signed, () => load(kind))).data).toEqual(draft.data)
  }
})

test('a contract for one academic year has its dates, a longer one refers to the schedule', async () => {
  const short = signedAgreement(world(), CONTRACT, 'practiceContract', { validTo: '2027-04-05' })
  await withAgreement(CONTRACT, short, async () => {
    expect((await load('practiceContract')).data.period).toEqual({ from: '2027-02-08', to: '2027-04-03' })
  })
  expect((await load('practiceContract')).data.period).toBeUndefined()
})
