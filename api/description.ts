import { describe } from './openapi.ts'
import { ROUTES } from './resources/index.ts'

/** Of the interface, not of the program: it changes where callers have to. */
const VERSION = '1.0.0'

/** The description of everything that runs below /api/v1. */
export const openApi = (): object => describe(ROUTES, VERSION)
