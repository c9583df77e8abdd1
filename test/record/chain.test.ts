import fc from 'fast-check'
import { canonicalJson, chainHash } from '../../events/chain.ts'

const event = {
  process: 'agreement/1',
  seq: 1,
  type: 'signed',
  data: { person: 'p', route: 'paper' },
  actor: 'p',
  onBehalfOf: null,
  command: 'c',
  at: '2026-11-23T05:00:00.000Z',
}

describe('the event chain', () => {
  it('hashes the same event the same, whatever the order of its fields', () => {
    const reordered = Object.fromEntries(Object.entries(event).reverse()) as typeof event
    expect(chainHash('', reordered)).toBe(chainHash('', event))
  })

  it('notices a change of any field and of what came before', () => {
    const hash = chainHash('', event)
    expect(chainHash('x', event)).not.toBe(hash)
    expect(chainHash('', { ...event, seq: 2 })).not.toBe(hash)
    expect(chainHash('', { ...event, data: { ...event.data, route: 'electronic' } })).not.toBe(hash)
    expect(chainHash('', { ...event, at: '2026-11-23T05:00:00.001Z' })).not.toBe(hash)
  })

  it('writes every JSON value so that it reads back as itself', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })
})
