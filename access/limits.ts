import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import type { Sql } from '../database/database.ts'
import { Refused } from '../schema/refused.ts'
import { hashOf } from './tokens.ts'

interface Limit {
  tries: number
  /** Seconds. */
  within: number
}

const MINUTE = 60
const HOUR = 60 * MINUTE

/** How often something may be tried, whichever replica is asked. */
export const LIMITS = {
  /** Somebody at one address of the network guesses one account's password. */
  signInHere: { tries: 10, within: 15 * MINUTE },
  /** Many addresses guess one account's password. */
  signInAccount: { tries: 100, within: 24 * HOUR },
  /** One address guesses those of many. */
  signInAddress: { tries: 100, within: 15 * MINUTE },
  /** Tokens, keys and codes of verification that do not exist. */
  guess: { tries: 60, within: 15 * MINUTE },
  /** Letters that anybody may ask for, to one mail address and from one address of the network. */
  letter: { tries: 5, within: HOUR },
  letterAddress: { tries: 30, within: HOUR },
  code: { tries: 5, within: HOUR },
} as const satisfies Record<string, Limit>
export type LimitName = keyof typeof LIMITS

/** Counts tries in PostgreSQL. What is counted is kept as a hash: it may be somebody's address. */
export class Limits {
  private readonly limiters = new Map<LimitName, RateLimiterPostgres>()

  constructor(private readonly sql: Sql) {}

  /** @throws Refused tooManyTries with the seconds until the next one. */
  async count(name: LimitName, ...what: string[]): Promise<void> {
    try {
      await this.limiter(name).consume(keyOf(what))
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error
      throw new Refused('tooManyTries', { retryAfter: Math.max(1, Math.ceil(error.msBeforeNext / 1000)) })
    }
  }

  /** It was who it should be: what was tried before counts no more. */
  async forget(name: LimitName, ...what: string[]): Promise<void> {
    await this.limiter(name).delete(keyOf(what))
  }

  private limiter(name: LimitName): RateLimiterPostgres {
    const { tries: points, within: duration } = LIMITS[name]
    const known =
      this.limiters.get(name) ??
      new RateLimiterPostgres({
        storeClient: this.sql,
        storeType: 'client',
        tableName: 'rate_limit',
        tableCreated: true,
        keyPrefix: name,
        points,
        duration,
        clearExpiredByTimeout: true,
      })
    this.limiters.set(name, known)
    return known
  }
}

const keyOf = (what: string[]): string => hashOf(what.join('\n'))
