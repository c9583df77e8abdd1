import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Caller } from '../access/caller.ts'
import type { Action } from '../access/may.ts'
import type { Facade } from '../client/facade.ts'
import type { Scope } from '../client/reads/scope.ts'
import type { Sent } from './files.ts'
import type { Streams } from './live.ts'
import type { Measures } from './measures.ts'
import type { ServerParts } from './parts.ts'

/** What a handler may use. */
export interface Tools {
  parts: ServerParts
  measures: Measures
  streams: Streams
}

/** A request that came as its contract wants it, from somebody who may ask. */
export interface Call<Params, Query, Body> extends Tools {
  caller: Caller
  /** Of the caller's institution: nothing of another one is met through it. */
  scope: Scope
  facade(): Promise<Facade>
  params: Params
  query: Query
  body: Body
  /** What a command is called that this request sends. */
  commandKey: string
  /** Files and fields of a body that is no JSON; empty where the route takes none. */
  sent: Sent
  request: FastifyRequest
  reply: FastifyReply
}

/** As JSON writes it: an instant may be given as a Date. */
export type Written<T> = T extends string
  ? T | Date
  : T extends readonly (infer Item)[]
    ? readonly Written<Item>[]
    : T extends object
      ? { [Key in keyof T]: Written<T[Key]> }
      : T

type Answer<Schema> = Schema extends z.ZodType ? Written<z.input<Schema>> : unknown

interface Declared<Params, Query, Body, Answered> {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Below /api/v1, with `:name` for what stands in `params`. */
  path: string
  /** Its name for programs: a verb and what it is about. */
  operation: string
  /** One sentence for readers of the documentation. */
  says: string
  may: Action
  params?: Params
  query?: Query
  body?: Body
  /** What the documentation shows of a body that is checked elsewhere: by the facade, against the contract of its kind. */
  documented?: z.ZodType
  /** The type of a body that is no JSON. */
  takes?: 'multipart/form-data'
  /** It edits what can be read with an ETag. */
  edits?: boolean
  /** 200 where nothing else is said. */
  status?: 200 | 201 | 202 | 204
  /** What it answers; without it, none or something that is no JSON. */
  answer?: Answered
  /** The type of an answer that is no JSON. */
  media?: string
  handle(call: Call<Parsed<Params>, Parsed<Query>, Parsed<Body>>): Promise<Answer<Answered> | undefined>
}

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined

/** A route whatever its contract says: what is common to all of them. */
export type Route = Omit<Declared<z.ZodObject, z.ZodObject, z.ZodType, z.ZodType>, 'handle'> & {
  handle(call: Call<unknown, unknown, unknown>): Promise<unknown>
}

/** Ties what a handler takes and answers to the contract it stands beside. */
export function route<
  Params extends z.ZodObject | undefined = undefined,
  Query extends z.ZodObject | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
  Answered extends z.ZodType | undefined = undefined,
>(declared: Declared<Params, Query, Body, Answered>): Route {
  return declared as unknown as Route
}
