import type { Database } from '../database/database.ts'
import { inTransaction } from '../database/transaction.ts'
import type { Log } from '../logging/log.ts'
import { email, line } from '../schema/contracts/text.ts'
import { Refused } from '../schema/refused.ts'
import { accountOf, accountsAt, keepPassword } from './accounts.ts'
import type { Caller } from './caller.ts'
import { codeStateOf, expectCode, tryCode } from './codes.ts'
import { callerOfKey, endKey, type Key, keysOf, mintKey } from './keys.ts'
import { type OwnLetter, peopleAt, writeLetter } from './letters.ts'
import { Limits } from './limits.ts'
import { type KnownLink, linkOf, noteOpened } from './links.ts'
import type { OneTime } from './one-time.ts'
import { mintOneTime, oneTimeOf, useOneTime } from './one-time.ts'
import { hashPassword, isPassword, requireGoodPassword } from './passwords.ts'
import type { Session, SessionLimits } from './sessions.ts'
import {
  beginSession,
  endOthers,
  endSession,
  renew,
  requireRecent,
  SESSION_LIMITS,
  sessionOf,
  sessionsOf,
} from './sessions.ts'

export interface AccessParts {
  database: Database
  log: Log
  limits?: Partial<SessionLimits>
  /** Brings letters on their way at once; without it the next look at what waits does. */
  post?: (posts: { person: string; message: string }[]) => void
}

/** A link that was opened. */
export interface Opened extends KnownLink {
  /** The token of the session it began. */
  session: string | null
}

/** Where somebody comes from who is not known yet. */
export interface Visit {
  /** Address of the network: what is tried is counted by it. */
  address: string
  /** What the browser says it is, for the list of sessions. */
  agent: string
}

export interface SignIn extends Visit {
  /** Code or id; needed only where the same person has accounts at several. */
  institution?: string
  email: string
  password: string
}

/** Longest name of a key, and days it may live. */
const KEY = { name: 100, days: 366 }

/** Who comes in, by which door, and how somebody becomes known. Nothing here knows of HTTP. */
export class Access {
  private readonly counted: Limits
  private readonly times: SessionLimits

  constructor(private readonly parts: AccessParts) {
    this.counted = new Limits(parts.database.all)
    this.times = { ...SESSION_LIMITS, ...parts.limits }
  }

  /** Who is behind the token of a cookie, or null. Slides the idle limit. */
  callerOfSession(token: string): Promise<{ caller: Caller; session: Session } | null> {
    return sessionOf(this.parts.database.all, token, this.times)
  }

  /**
   * Answers the token of a new session.
   * @throws Refused signInFailed, the same whatever was wrong; tooManyTries
   */
  async signIn({ institution, email: typed, password, address, agent }: SignIn): Promise<{ token: string }> {
    const at = email.safeParse(typed).data ?? ''
    await this.counted.count('signInAddress', address)
    await this.counted.count('signInAccount', at)
    await this.counted.count('signInHere', at, address)
    const accounts = await accountsAt(this.parts.database.all, at, institution ?? null)
    const kept = accounts.length === 0 ? [null] : accounts
    for (const account of kept) {
      if (!(await isPassword(account?.passwordHash ?? null, password)) || account === null) continue
      await this.counted.forget('signInHere', at, address)
      const token = await beginSession(
        this.parts.database.of(account.institution),
        { institution: account.institution, person: account.person, link: null, agent },
        this.times,
      )
      this.parts.log.info({ person: account.person }, 'signed in')
      return { token }
    }
    this.parts.log.info('sign-in refused')
    throw new Refused('signInFailed')
  }

  /** The password again, before something weighty. @throws Refused signInFailed, tooManyTries */
  async signInAgain(session: Session, password: string, { address }: Visit): Promise<void> {
    await this.counted.count('signInHere', session.person, address)
    const sql = this.parts.database.of(session.institution)
    const account = await accountOf(sql, session.person)
    if (!(await isPassword(account?.passwordHash ?? null, password))) throw new Refused('signInFailed')
    await this.counted.forget('signInHere', session.person, address)
    await renew(sql, session.id)
  }

  /** @throws Refused signInAgain */
  requireRecent(session: Session): Promise<void> {
    return requireRecent(this.parts.database.of(session.institution), session.id, this.times)
  }

  async signOut(session: Session): Promise<void> {
    await endSession(this.parts.database.of(session.institution), session.id)
  }

  /** Where a person is signed in. */
  sessionsOf(caller: Caller): Promise<Session[]> {
    return sessionsOf(this.parts.database.of(caller.institution), caller.person, this.times)
  }

  /** Ends one of the caller's own sessions. @throws Refused sessionUnknown */
  async revokeSession(caller: Caller, id: string): Promise<void> {
    const own = await this.sessionsOf(caller)
    if (!own.some((session) => session.id === id)) throw new Refused('sessionUnknown', { id })
    await endSession(this.parts.database.of(caller.institution), id)
  }

  /**
   * While nobody has an account: the token of a set-up link for an administrator, or null. Each call lets the token
   * before it lapse, so that the last address printed is the one that works.
   */
  async firstAdministrator(): Promise<string | null> {
    const { rows } = await this.parts.database.all.query<{
      person: string
      institution: string
      address: string
    }>({
      name: 'first-administrator',
      text: `SELECT id AS person, institution_id AS institution, email AS address FROM person
             WHERE 'administrator' = ANY(roles) AND active AND partner_id IS NULL AND email IS NOT NULL
               AND NOT EXISTS (SELECT FROM account)
             ORDER BY rank DESC NULLS LAST, code LIMIT 1`,
    })
    const first = rows[0]
    if (first === undefined) return null
    const sql = this.parts.database.of(first.institution)
    return mintOneTime(sql, { ...first, message: null, purpose: 'setUp' })
  }

  /** Whom a set-up, invitation or reset token is for; looking consumes nothing. @throws Refused tokenSpent, tooManyTries */
  async oneTime(token: string, { address }: Visit): Promise<OneTime> {
    const found = await oneTimeOf(this.parts.database.all, token)
    if (found !== null) return found
    await this.counted.count('guess', address)
    throw new Refused('tokenSpent')
  }

  /**
   * Sets the password and signs in: every other session of the person ends.
   * @throws Refused tokenSpent, passwordTooShort, passwordTooLong, passwordCommon
   */
  async redeem(token: string, password: string, visit: Visit): Promise<{ token: string }> {
    const opened = await this.oneTime(token, visit)
    requireGoodPassword(password, [opened.email.split('@')[0] ?? '', ...opened.name.split(' ')])
    const passwordHash = await hashPassword(password)
    const { institution, person } = opened
    const session = await inTransaction(this.parts.database.of(institution), async (sql) => {
      if (!(await useOneTime(sql, opened.id))) throw new Refused('tokenSpent')
      await keepPassword(sql, opened, passwordHash)
      await endOthers(sql, person, null)
      return beginSession(sql, { institution, person, link: null, agent: visit.agent }, this.times)
    })
    this.parts.log.info({ person, purpose: opened.purpose }, 'password set')
    return { token: session }
  }

  /** Somebody named what does not exist, a code of a paper for one. @throws Refused tooManyTries */
  guessed({ address }: Visit): Promise<void> {
    return this.counted.count('guess', address)
  }

  /**
   * What the link of a letter opens; a session with it, unless the link is over or void.
   * @throws Refused linkUnknown, tooManyTries
   */
  async openLink(token: string, { address, agent }: Visit): Promise<Opened> {
    const link = await linkOf(this.parts.database.all, token)
    if (link === null) {
      await this.counted.count('guess', address)
      throw new Refused('linkUnknown')
    }
    if (link.state !== 'good') return { ...link, session: null }
    const { id, institution, person } = link
    const sql = this.parts.database.of(institution)
    await noteOpened(sql, id)
    const session = await beginSession(sql, { institution, person, link: id, agent }, this.times)
    return { ...link, session }
  }

  /** A letter with another link to where the first one went, to the address the person has. @throws Refused tooManyTries */
  async freshLetter({ institution, person, task, state }: KnownLink, visit: Visit): Promise<void> {
    await this.counted.count('letterAddress', visit.address)
    await this.counted.count('letter', person)
    if (state === 'over') await this.letter({ institution, person, task, template: 'freshLink' })
  }

  /**
   * A letter with a link to everything that waits, to whoever has the address. What is answered is the same whether
   * anybody has. @throws Refused tooManyTries
   */
  async freshLink(typed: string, visit: Visit): Promise<void> {
    await this.letterTo(typed, visit, 'freshLink')
  }

  /** A letter with a link for another password, to whoever signs in with the address. @throws Refused tooManyTries */
  async forgotten(typed: string, visit: Visit): Promise<void> {
    await this.letterTo(typed, visit, 'reset')
  }

  /** Six digits to the person's own address. @throws Refused tooManyTries */
  async sendCode(caller: Caller, session: Session, task: string): Promise<void> {
    await this.counted.count('code', session.id, task)
    const { institution, person } = caller
    const sql = this.parts.database.of(institution)
    const message = await writeLetter(sql, { institution, person, task: null, template: 'signCode' })
    await expectCode(sql, { institution, session: session.id, task }, message)
    this.parts.post?.([{ person, message }])
  }

  codeState(session: Session, task: string): Promise<'none' | 'sent' | 'confirmed'> {
    const { institution, id } = session
    return codeStateOf(this.parts.database.of(institution), { institution, session: id, task })
  }

  /** @throws Refused codeWrong */
  async checkCode(session: Session, task: string, given: string): Promise<void> {
    const { institution, id } = session
    const right = await tryCode(
      this.parts.database.of(institution),
      { institution, session: id, task },
      given,
    )
    if (!right) throw new Refused('codeWrong')
  }

  /** For whom a program's key acts, or null. */
  callerOfKey(key: string): Promise<Caller | null> {
    return callerOfKey(this.parts.database.all, key)
  }

  /**
   * A key for a program, shown this once: it acts for whoever makes it, with all of his roles or some of them.
   * @throws Refused signInAgain, notAllowed, invalidInput
   */
  async makeKey(
    caller: Caller,
    session: Session,
    given: { name: string; roles?: readonly string[]; days: number },
  ): Promise<{ id: string; key: string }> {
    const own = caller.person === session.person && caller.door.kind === 'console'
    if (!own || caller.partner !== null) throw new Refused('notAllowed')
    await this.requireRecent(session)
    const name = line(KEY.name).safeParse(given.name)
    if (!name.success) throw new Refused('invalidInput', { field: 'name' })
    const fits = Number.isInteger(given.days) && given.days >= 1 && given.days <= KEY.days
    if (!fits) throw new Refused('invalidInput', { field: 'days' })
    const roles = given.roles ?? null
    // Nobody hands on what he has not.
    if (roles?.some((role) => !caller.roles.includes(role))) throw new Refused('notAllowed')
    const { institution, person } = caller
    const sql = this.parts.database.of(institution)
    const made = await mintKey(sql, { institution, person, name: name.data, roles, days: given.days })
    this.parts.log.info({ person, key: made.id }, 'key made')
    return made
  }

  keysOf(caller: Caller): Promise<Key[]> {
    return keysOf(this.parts.database.of(caller.institution), caller.person)
  }

  /** Ends one of the caller's own keys. @throws Refused keyUnknown */
  async revokeKey(caller: Caller, id: string): Promise<void> {
    if (!(await endKey(this.parts.database.of(caller.institution), caller.person, id)))
      throw new Refused('keyUnknown', { id })
  }

  private async letterTo(typed: string, visit: Visit, template: 'freshLink' | 'reset'): Promise<void> {
    const at = email.safeParse(typed).data ?? ''
    await this.counted.count('letterAddress', visit.address)
    await this.counted.count('letter', at)
    const people = at === '' ? [] : await peopleAt(this.parts.database.all, at, template === 'reset')
    for (const one of people) await this.letter({ ...one, task: null, template })
  }

  private async letter(letter: OwnLetter): Promise<void> {
    const message = await writeLetter(this.parts.database.of(letter.institution), letter)
    this.parts.post?.([{ person: letter.person, message }])
  }
}
