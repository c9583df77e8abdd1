import { createCipheriv, randomBytes } from 'node:crypto'
import { defaultPayloadConverter, type Payload, type SerializationContext } from '@temporalio/common'
import { codecOf, newPayloadKey } from '../../client/codec.ts'
import { assertKnownKeys } from '../../client/known-keys.ts'
import { Database } from '../../database/database.ts'

import { createTestDatabase, startTestPostgres } from '../support/postgres.ts'

const GIVEN = { name: 'Yoʻldosheva Sevara', grade: 5 }
const payload = defaultPayloadConverter.toPayload(GIVEN)
const of = (workflowId: string): SerializationContext => ({ type: 'workflow', namespace: 'n', workflowId })
const HERE = of('placement/1')
const bare = (): string => randomBytes(32).toString('base64')

const shown = async (keys: string, hidden: Payload[], context?: SerializationContext): Promise<unknown> => {
  const [read] = await codecOf(keys).decode(hidden, context)
  return defaultPayloadConverter.fromPayload(read ?? payload)
}

/** As it was written before ciphertexts belonged to a process: nothing is authenticated beside them. */
function writtenBefore(name: string, key: string): Payload[] {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(key, 'base64'), nonce)
  const metadata = Object.entries(payload.metadata ?? {}).map(([name, value]) => [
    name,
    Buffer.from(value).toString('base64'),
  ])
  const plain = JSON.stringify({ metadata, data: Buffer.from(payload.data ?? []).toString('base64') })
  const data = Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return [{ metadata: { encoding: Buffer.from('binary/aes-256-gcm'), 'key-id': Buffer.from(name) }, data }]
}

describe('what Temporal keeps', () => {
  it('does not show what it says, and reads back as it was', async () => {
    const keys = newPayloadKey()
    const hidden = await codecOf(keys).encode([payload], HERE)
    expect(Buffer.from(hidden[0]?.data ?? []).toString()).not.toContain('Sevara')
    await expect(shown(keys, hidden, HERE)).resolves.toEqual(GIVEN)
  })

  it('is worth nothing in another process, and nothing is written that belongs to none', async () => {
    const keys = newPayloadKey()
    const hidden = await codecOf(keys).encode([payload], HERE)
    await expect(shown(keys, hidden, of('placement/2'))).rejects.toThrow()
    await expect(shown(keys, hidden)).rejects.toThrow('no process')
    await expect(codecOf(keys).encode([payload])).rejects.toThrow('no process')
  })

  it('cannot be passed off as what was written before it belonged to a process', async () => {
    const key = bare()
    const [hidden] = await codecOf(`k1:${key}`).encode([payload], HERE)
    const disguised = { ...hidden, metadata: { encoding: Buffer.from('binary/aes-256-gcm') } }
    for (const name of ['k1', 'other']) {
      const claimed = { ...disguised, metadata: { ...disguised.metadata, 'key-id': Buffer.from(name) } }
      await expect(shown(`k1:${key}`, [claimed], of('placement/2'))).rejects.toThrow()
    }
  })

  it('written before that is still read, and written anew in the new form', async () => {
    const key = bare()
    const old = writtenBefore('k1', key)
    await expect(shown(`k1:${key}`, old, HERE)).resolves.toEqual(GIVEN)
    const [renewed] = await codecOf(`k1:${key}`).encode([payload], HERE)
    expect(Buffer.from(renewed?.metadata?.['key-id'] ?? []).toString()).toMatch(/^[0-9a-f]{16}$/)
    await expect(shown(`${newPayloadKey()},k1:${key}`, old, HERE)).resolves.toEqual(GIVEN)
    await expect(shown(newPayloadKey(), old, HERE)).rejects.toMatchObject({ code: 'payloadKeyUnknown' })
  })

  it('is read after the key was replaced, as long as the old one is there', async () => {
    const old = newPayloadKey()
    const hidden = await codecOf(old).encode([payload], HERE)
    await expect(shown(`${newPayloadKey()},${old}`, hidden, HERE)).resolves.toEqual(GIVEN)
    await expect(shown(newPayloadKey(), hidden, HERE)).rejects.toMatchObject({
      code: 'payloadKeyUnknown',
      params: { key: old.split(':')[0] },
    })
  })

  it('refuses to read what was changed or cut', async () => {
    const keys = newPayloadKey()
    const [hidden] = await codecOf(keys).encode([payload], HERE)
    const data = Buffer.from(hidden?.data ?? [])
    await expect(shown(keys, [{ ...hidden, data: data.subarray(0, 20) }], HERE)).rejects.toThrow()
    data.writeUInt8(data.readUInt8(20) ^ 1, 20)
    await expect(shown(keys, [{ ...hidden, data }], HERE)).rejects.toThrow()
  })

  it('is not believed in clear unless that was asked for', async () => {
    const keys = newPayloadKey()
    await expect(shown(keys, [payload], HERE)).rejects.toThrow('in clear')
    await expect(shown(`${keys},clear`, [payload], HERE)).resolves.toEqual(GIVEN)
  })
})

describe('the keys', () => {
  it.each([
    ['too short', 'k1:c2hvcnQ='],
    ['not base64', `${'?'.repeat(43)}=`],
    ['not what its fingerprint says', `${newPayloadKey().split(':')[0]}:${bare()}`],
  ])('one that is %s is refused', (_, keys) => {
    expect(() => codecOf(keys)).toThrow('payloadKeysInvalid')
  })

  it.each(['', ' ', ',', 'clear'])('none (%j) is refused: nothing goes in clear', (keys) => {
    expect(() => codecOf(keys)).toThrow('payloadKeysMissing')
  })

  it('nobody encrypts with a key the workers do not have, and no worker starts without one that is in use', async () => {
    const server = await startTestPostgres()
    const { url, drop } = await createTestDatabase(server)
    const database = new Database(url, { most: 1 })
    const [first, second] = [newPayloadKey(), newPayloadKey()]
    const known = (keys: string, role: 'worker' | 'client') =>
      assertKnownKeys(database.all, codecOf(keys), role)
    const refused = { code: 'payloadKeyUnknown' }
    try {
      await known(first, 'worker')
      await known(first, 'client')
      await expect(known(second, 'client')).rejects.toMatchObject(refused)
      await expect(known(`${second},${first}`, 'client')).rejects.toMatchObject(refused)
      await expect(known(second, 'worker')).rejects.toMatchObject(refused)
      await known(`${second},${first}`, 'worker')
      await known(`${second},${first}`, 'client')
      await known(first, 'client')
      await expect(known(first, 'worker')).rejects.toMatchObject(refused)
    } finally {
      await database.end()
      await drop()
      await server.stop()
    }
  })
})
