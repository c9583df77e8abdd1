import type { Language, Params } from '../messages/index.ts'
import { message } from '../messages/index.ts'

/** A word of the pages in one language, by its key without `page.`. */
export type Words = (key: string, params?: Params) => string

export const wordsIn =
  (language: Language): Words =>
  (key, params = {}) =>
    message(language, `page.${key}`, params)
