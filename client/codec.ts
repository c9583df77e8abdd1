import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import type { Payload, PayloadCodec, SerializationContext } from '@temporalio/common'
import { Refused } from '../schema/refused.ts'

const ENCODING = 'encoding'
/** The ciphertext belongs to one process: the process's id is authenticated with it. */
const BOUND = 'binary/aes-256-gcm-bound'
/** What was written before that: still read, under the name its key had; never written. */
const UNBOUND = 'binary/aes-256-gcm'
const KEY_ID = 'key-id'
const NONCE_BYTES = 12
const TAG_BYTES = 16
const KEY_BYTES = 32
/** Characters of a fingerprint: enough to tell keys apart, and nothing can be learnt from it. */
const FINGERPRINT = 16
const KEY_FORM = /^(?:([\w.-]+):)?([A-Za-z0-9+/]{43}=)$/
/** Stands among the keys where payloads that were written without any key must still be read. */
const CLEAR = 'clear'

export interface PayloadKey {
  /** Its fingerprint: another key has another one, so that a replaced key is noticed. */
  id: string
  key: Buffer
  /** What it was called before keys had fingerprints. */
  name: string | null
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const text = (value: Uint8Array | null | undefined): string =>
  new TextDecoder().decode(value ?? new Uint8Array())

/**
 * Encrypts what Temporal keeps: AES-256-GCM, a nonce for each payload, the key's id in the metadata, the id of the
 * process in the authenticated data. The first key encrypts; all of them decrypt, so that a key is replaced by putting
 * a new one before it. Nothing is written in clear, and nothing in clear is read unless that was asked for.
 */
export class EncryptionCodec implements PayloadCodec {
  readonly current: string

  constructor(
    readonly keys: readonly PayloadKey[],
    private readonly readsClear = false,
  ) {
    const first = keys[0]
    if (first === undefined) throw new Refused('payloadKeysMissing')
    this.current = first.id
  }

  async encode(payloads: Payload[], context?: SerializationContext): Promise<Payload[]> {
    const process = processOf(context)
    return payloads.map((payload) => this.encrypt(payload, process))
  }

  async decode(payloads: Payload[], context?: SerializationContext): Promise<Payload[]> {
    return payloads.map((payload) => {
      switch (text(payload.metadata?.[ENCODING])) {
        case BOUND:
          return opened(payload, this.keyOf(payload, 'id'), boundTo(payload, processOf(context)))
        case UNBOUND:
          return opened(payload, this.keyOf(payload, 'name'), null)
        default:
          if (this.readsClear) return payload
          throw new Error('a payload in clear is not read')
      }
    })
  }

  private encrypt(payload: Payload, process: string): Payload {
    const hidden: Payload = { metadata: { [ENCODING]: bytes(BOUND), [KEY_ID]: bytes(this.current) } }
    const nonce = randomBytes(NONCE_BYTES)
    const cipher = createCipheriv('aes-256-gcm', this.keyOf(hidden, 'id'), nonce)
    cipher.setAAD(boundTo(hidden, process))
    const metadata = Object.entries(payload.metadata ?? {}).map(([name, value]) => [
      name,
      Buffer.from(value).toString('base64'),
    ])
    const plain = JSON.stringify({ metadata, data: Buffer.from(payload.data ?? []).toString('base64') })
    const data = Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()])
    return { ...hidden, data }
  }

  private keyOf(payload: Payload, called: 'id' | 'name'): Buffer {
    const wanted = text(payload.metadata?.[KEY_ID])
    const found = this.keys.find((key) => key[called] === wanted)
    if (found === undefined) throw new Refused('payloadKeyUnknown', { key: wanted })
    return found.key
  }
}

/**
 * Keys in base64, 32 bytes each, the newest first, separated by commas; before one may stand its name and a colon.
 *
 * @throws Refused payloadKeysInvalid when one is no key, or is not the one whose fingerprint stands before it.
 */
export function codecOf(keys: string): EncryptionCodec {
  const entries = keys.split(',').map((entry) => entry.trim())
  const clear = entries.includes(CLEAR)
  return new EncryptionCodec(entries.filter((entry) => entry !== CLEAR && entry !== '').map(keyIn), clear)
}

/** A new key as it is kept: with its fingerprint, which a damaged one does not have. */
export function newPayloadKey(): string {
  const key = randomBytes(KEY_BYTES)
  return `${fingerprintOf(key)}:${key.toString('base64')}`
}

function keyIn(entry: string): PayloadKey {
  const [whole, name = null, encoded = ''] = KEY_FORM.exec(entry) ?? []
  const key = Buffer.from(encoded, 'base64')
  if (whole === undefined || key.length !== KEY_BYTES) throw new Refused('payloadKeysInvalid')
  const id = fingerprintOf(key)
  const isFingerprint = name !== null && new RegExp(`^[0-9a-f]{${FINGERPRINT}}$`).test(name)
  if (isFingerprint && name !== id) throw new Refused('payloadKeysInvalid')
  return { id, key, name }
}

function fingerprintOf(key: Buffer): string {
  return createHash('sha256').update('bitim payload key').update(key).digest('hex').slice(0, FINGERPRINT)
}

/** Everything we keep in the engine belongs to a process, also what its activities are given and answer. */
function processOf(context: SerializationContext | undefined): string {
  if (context?.workflowId === undefined) throw new Error('a payload that belongs to no process')
  return context.workflowId
}

function boundTo(payload: Payload, process: string): Uint8Array {
  return bytes(
    JSON.stringify([text(payload.metadata?.[ENCODING]), text(payload.metadata?.[KEY_ID]), process]),
  )
}

function opened(payload: Payload, key: Buffer, authenticated: Uint8Array | null): Payload {
  const data = Buffer.from(payload.data ?? [])
  const decipher = createDecipheriv('aes-256-gcm', key, data.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  })
  if (authenticated !== null) decipher.setAAD(authenticated)
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
