import type { FastifyInstance } from 'fastify'
import type { ServerParts } from '../api/parts.ts'

/** The pages behind letters, of staff without the console, and the inbox of the one-machine stack. */
export function registerPortal(_server: FastifyInstance, _parts: ServerParts): void {}
