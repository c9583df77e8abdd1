import { Turns } from '../../activities/tell/turns.ts'

/** Work that ends when it is told to. */
function held() {
  const ends: (() => void)[] = []
  const begun: string[] = []
  const work = (name: string) => (): Promise<string> => {
    begun.push(name)
    return new Promise((resolve) => ends.push(() => resolve(name)))
  }
  return { begun, work, end: () => ends.shift()?.() }
}

test('no more than so many are at work on one key, and the others follow in their order', async () => {
  const turns = new Turns(2)
  const { begun, work, end } = held()
  const done = ['a', 'b', 'c', 'd'].map((name) => turns.take('cycle', work(name)))
  const other = turns.take('another', work('x'))
  expect(begun).toEqual(['a', 'b', 'x'])
  end()
  await done[0]
  await Promise.resolve()
  expect(begun).toEqual(['a', 'b', 'x', 'c'])
  for (let n = 0; n < 3; n += 1) end()
  await Promise.all([...done.slice(0, 3), other])
  await Promise.resolve()
  expect(begun).toEqual(['a', 'b', 'x', 'c', 'd'])
  end()
  expect(await Promise.all(done)).toEqual(['a', 'b', 'c', 'd'])
})

test('who fails leaves the turn to the next', async () => {
  const turns = new Turns(1)
  const failed = turns.take('cycle', () => Promise.reject(new Error('lost')))
  const next = turns.take('cycle', async () => 'done')
  await expect(failed).rejects.toThrow('lost')
  expect(await next).toBe('done')
})
