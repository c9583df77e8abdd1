import { createHash, randomBytes, randomInt } from 'node:crypto'

const TOKEN_BYTES = 32
const ID_BYTES = 9
const CODE_DIGITS = 6

/** 256 random bits, as addresses and headers carry them. */
export const newToken = (): string => randomBytes(TOKEN_BYTES).toString('base64url')

/** What is kept of a token: whoever reads the database cannot come in with it. */
export const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')

/** A public id: it names a session, a link or a key and opens nothing. */
export const newId = (): string => randomBytes(ID_BYTES).toString('base64url')

/** Six digits, each as likely as any other. */
export const newDigits = (): string => String(randomInt(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, '0')
