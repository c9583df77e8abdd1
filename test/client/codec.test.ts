import { randomBytes } from 'node:crypto'
import { defaultPayloadConverter } from '@temporalio/common'
import { codecOf } from '../../client/codec.ts'

const key = (id: string): string => `${id}:${randomBytes(32).toString('base64')}`
const payload = defaultPayloadConverter.toPayload({ name: 'Yoʻldosheva Sevara', grade: 5 })

describe('what Temporal keeps', () => {
  it('does not show what it says, and reads back as it was', async () => {
    const codec = codecOf(key('k1'))
    const [hidden] = await codec.encode([payload])
    expect(Buffer.from(hidden?.data ?? []).toString('latin1')).not.toContain('sevara')
    expect(Buffer.from(hidden?.data ?? []).toString()).not.toContain('Sevara')
    const [shown] = await codec.decode(hidden ? [hidden] : [])
    expect(defaultPayloadConverter.fromPayload(shown ?? payload)).toEqual({
      name: 'Yoʻldosheva Sevara',
      grade: 5,
    })
  })

  it('is read after the key was replaced, as long as the old one is named', async () => {
    const old = key('k1')
    const hidden = await codecOf(old).encode([payload])
    const renewed = codecOf(`${key('k2')},${old}`)
    expect(defaultPayloadConverter.fromPayload((await renewed.decode(hidden))[0] ?? payload)).toHaveProperty(
      'grade',
      5,
    )
    const other = codecOf(key('k2'))
    await expect(other.decode(hidden)).rejects.toThrow('k1 is not known')
  })

  it('refuses to read what was changed', async () => {
    const codec = codecOf(key('k1'))
    const [hidden] = await codec.encode([payload])
    const data = Buffer.from(hidden?.data ?? [])
    data.writeUInt8(data.readUInt8(20) ^ 1, 20)
    await expect(codec.decode([{ ...hidden, data }])).rejects.toThrow()
  })

  it('wants keys of 32 bytes', () => {
    expect(() => codecOf('k1:c2hvcnQ=')).toThrow('32 bytes')
  })
})
