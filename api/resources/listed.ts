import { z } from 'zod'
import type { Action } from '../../access/may.ts'
import { oneOf, type Page, type Part } from '../../client/lists/page.ts'
import type { Scope } from '../../client/reads/scope.ts'
import { type Route, route, type Written } from '../route.ts'
import { byId, page, part } from '../shapes.ts'
import { tagged } from '../tag.ts'

interface Listed<Item extends z.ZodType, Filters extends z.ZodRawShape> {
  path: string
  /** Its items for a reader: 'Partners'. */
  many: string
  /** One of them: 'Partner'. */
  one: string
  may: Action
  item: Item
  sorts: readonly [string, ...string[]]
  filters: Filters
  /** Code of the catalogue where there is none of that name. */
  missing: string
  /** It can be edited: with one of them comes its tag. */
  tagged?: boolean
  list(scope: Scope, asked: Part & z.output<z.ZodObject<Filters>>): Promise<Page<Written<z.input<Item>>>>
}

/** The two routes of everything that is listed: a page of it, and one of them by its id or code. */
export function listed<Item extends z.ZodType, Filters extends z.ZodRawShape>(
  of: Listed<Item, Filters>,
): Route[] {
  const { path, many, one, may, item, sorts, filters, missing, list } = of
  const query = z.strictObject({ ...part(sorts), ...filters })
  return [
    route({
      method: 'GET',
      path,
      operation: `list${many}`,
      says: `A page of ${many.toLowerCase()}.`,
      may,
      query: query as z.ZodObject,
      answer: page(item) as z.ZodType,
      handle: ({ scope, query: asked }) => list(scope, asked as Parameters<typeof list>[1]),
    }),
    route({
      method: 'GET',
      path: `${path}/:id`,
      operation: `get${one}`,
      says: `One of the ${many.toLowerCase()}, by its id or its code.`,
      may,
      params: byId,
      answer: item as z.ZodType,
      handle: async ({ scope, params, reply }) => {
        const one = await oneOf(
          (asked) => list(scope, asked as Parameters<typeof list>[1]),
          params.id,
          missing,
        )
        return of.tagged === true ? tagged(reply, one) : one
      },
    }),
  ]
}
