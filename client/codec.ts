import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { Payload, PayloadCodec } from '@temporalio/common'

const ENCODING = 'encoding'
const ENCRYPTED = 'binary/aes-256-gcm'
const KEY_ID = 'key-id'
const NONCE_BYTES = 12
const TAG_BYTES = 16
const KEY_BYTES = 32

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const text = (value: Uint8Array | null | undefined): string =>
  new TextDecoder().decode(value ?? new Uint8Array())

/**
 * Encrypts what Temporal keeps: AES-256-GCM, a nonce for each payload, the key's id in the metadata. The first key
 * encrypts; all of them decrypt, so that a key is replaced by putting a new one before it.
 */
export class EncryptionCodec implements PayloadCodec {
  private readonly keys: Map<string, Buffer>
  private readonly current: string

  constructor(keys: readonly { id: string; key: Buffer }[]) {
    const first = keys[0]
    if (first === undefined) throw new Error('at least one payload key is needed')
    if (keys.some(({ key }) => key.length !== KEY_BYTES))
      throw new Error(`a payload key has ${KEY_BYTES} bytes`)
    this.keys = new Map(keys.map(({ id, key }) => [id, key]))
    this.current = first.id
  }

  async encode(payloads: Payload[]): Promise<Payload[]> {
    return payloads.map((payload) => this.encrypt(payload))
  }

  async decode(payloads: Payload[]): Promise<Payload[]> {
    return payloads.map((payload) =>
      text(payload.metadata?.[ENCODING]) === ENCRYPTED ? this.decrypt(payload) : payload,
    )
  }

  private encrypt(payload: Payload): Payload {
    const nonce = randomBytes(NONCE_BYTES)
    const cipher = createCipheriv('aes-256-gcm', this.keyOf(this.current), nonce)
    const metadata = Object.entries(payload.metadata ?? {}).map(([name, value]) => [
      name,
      Buffer.from(value).toString('base64'),
    ])
    const plain = JSON.stringify({ metadata, data: Buffer.from(payload.data ?? []).toString('base64') })
    const data = Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()])
    return { metadata: { [ENCODING]: bytes(ENCRYPTED), [KEY_ID]: bytes(this.current) }, data }
  }

  private decrypt(payload: Payload): Payload {
    const data = Buffer.from(payload.data ?? [])
    const decipher = createDecipheriv(
      'aes-256-gcm',
      this.keyOf(text(payload.metadata?.[KEY_ID])),
      data.subarray(0, NONCE_BYTES),
    )
    decipher.setAuthTag(data.subarray(-TAG_BYTES))
    const plain = Buffer.concat([decipher.update(data.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()])
    const found: { metadata: [string, string][]; data: string } = JSON.parse(plain.toString('utf8'))
    return {
      metadata: Object.fromEntries(
        found.metadata.map(([name, value]) => [name, new Uint8Array(Buffer.from(value, 'base64'))]),
      ),
      data: new Uint8Array(Buffer.from(found.data, 'base64')),
    }
  }

  private keyOf(id: string): Buffer {
    const key = this.keys.get(id)
    if (key === undefined) throw new Error(`the payload key ${id} is not known here`)
    return key
  }
}

/** `id:base64,id:base64`, the newest first. */
export function codecOf(keys: string): EncryptionCodec {
  return new EncryptionCodec(
    keys.split(',').map((entry) => {
      const colon = entry.indexOf(':')
      return { id: entry.slice(0, colon), key: Buffer.from(entry.slice(colon + 1), 'base64') }
    }),
  )
}
