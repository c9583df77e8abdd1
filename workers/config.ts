import { join } from 'node:path'
import { z } from 'zod'
import { email } from '../schema/contracts/text.ts'
import { SMTP_SECURITIES, type SmtpServer } from './smtp.ts'

/** A variable that is set to nothing is not set: files of variables list them all. */
const unlessEmpty = <Kept extends z.ZodType>(kept: Kept) =>
  z.preprocess((value) => (value === '' ? undefined : value), kept.optional())

const contract = z
  .object({
    DATABASE_URL: z.string().min(1),
    TEMPORAL_ADDRESS: z.string().min(1),
    TEMPORAL_NAMESPACE: z.string().default('default'),
    TASK_QUEUE: z.string().default('bitim'),
    SMTP_HOST: z.string().min(1),
    SMTP_PORT: z.coerce.number().int().min(1).max(65_535),
    SMTP_USER: unlessEmpty(z.string()),
    SMTP_PASSWORD: unlessEmpty(z.string()),
    /** How letters travel to a mail server; workers/smtp.ts says what holds without it. */
    SMTP_SECURITY: unlessEmpty(z.enum(SMTP_SECURITIES)),
    /** The sender's address where the mail server does not send for the institution's own. */
    SMTP_FROM: unlessEmpty(email),
    /** What Temporal keeps is encrypted with them; client/codec.ts says how they are written. */
    BITIM_PAYLOAD_KEYS: z.string().min(1),
    /** The public origin of the HTTP door, for the buttons in letters. */
    BITIM_ADDRESS: unlessEmpty(z.url()),
    BITIM_FILES: z.string().min(1),
    BITIM_LOGS: z.string().optional(),
    /** Only the embedded stack: business time may run ahead of the server's. */
    BITIM_MOVABLE_CLOCK: z.enum(['0', '1']).default('0'),
    BITIM_WORKFLOW_BUNDLE: z.string().default(join(__dirname, '..', 'workflow-bundle.js')),
  })
  .refine(({ SMTP_USER, SMTP_PASSWORD }) => (SMTP_USER === undefined) === (SMTP_PASSWORD === undefined), {
    path: ['SMTP_USER, SMTP_PASSWORD'],
  })

export type WorkerConfig = z.infer<typeof contract>

/** The worker's configuration from the environment; names what is missing or wrong. */
export function readConfig(environment: NodeJS.ProcessEnv): WorkerConfig {
  const parsed = contract.safeParse(environment)
  if (parsed.success) return parsed.data
  const names = parsed.error.issues.map((issue) => issue.path.join('.'))
  throw new Error(`the worker's environment lacks or misspells: ${names.join(', ')}`)
}

/** The mail server as the environment describes it. */
export function smtpOf(config: WorkerConfig): SmtpServer {
  const { SMTP_HOST: host, SMTP_PORT: port, SMTP_SECURITY: security } = config
  const { SMTP_USER: user, SMTP_PASSWORD: password } = config
  return {
    host,
    port,
    ...(security === undefined ? {} : { security }),
    ...(user === undefined || password === undefined ? {} : { user, password }),
  }
}
