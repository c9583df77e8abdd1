/** What a mail server's refusal means for the letter. `code` is safe to log: it never holds an address. */
export type Refusal = { permanent: boolean; code: string }

/** Codes of nodemailer that speak of this letter; all others speak of the server or the way to it. */
const ABOUT_THE_LETTER = new Set(['EENVELOPE', 'EMESSAGE', 'EMAXRECIPIENTS'])
const PERMANENT = 500
/** "Bad sequence of commands": the session was wrong, not the letter. */
const OUT_OF_ORDER = 503

export function refusalOf(error: unknown): Refusal {
  const { code, responseCode } = fields(error)
  const about = code !== undefined && ABOUT_THE_LETTER.has(code)
  if (responseCode === undefined) return { permanent: about, code: code ?? 'unexpected' }
  const permanent = about && responseCode >= PERMANENT && responseCode !== OUT_OF_ORDER
  return { permanent, code: `smtp ${responseCode}` }
}

function fields(error: unknown): { code?: string; responseCode?: number } {
  if (typeof error !== 'object' || error === null) return {}
  return {
    ...('code' in error && typeof error.code === 'string' ? { code: error.code } : {}),
    ...('responseCode' in error && typeof error.responseCode === 'number'
      ? { responseCode: error.responseCode }
      : {}),
  }
}
