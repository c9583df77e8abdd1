import { join } from 'node:path'
import { z } from 'zod'

const contract = z.object({
  DATABASE_URL: z.string().min(1),
  TEMPORAL_ADDRESS: z.string().min(1),
  TEMPORAL_NAMESPACE: z.string().default('default'),
  TASK_QUEUE: z.string().default('bitim'),
  SMTP_HOST: z.string().min(1),
  SMTP_PORT: z.coerce.number().int().min(1).max(65_535),
  SMTP_USER: z.string().optional(),
  SMTP_PASSWORD: z.string().optional(),
  /** What Temporal keeps is encrypted with them; client/codec.ts says how they are written. */
  BITIM_PAYLOAD_KEYS: z.string().min(1),
  BITIM_FILES: z.string().min(1),
  BITIM_LOGS: z.string().optional(),
  /** Only the embedded stack: business time may run ahead of the server's. */
  BITIM_MOVABLE_CLOCK: z.enum(['0', '1']).default('0'),
  BITIM_WORKFLOW_BUNDLE: z.string().default(join(__dirname, '..', 'workflow-bundle.js')),
})

export type WorkerConfig = z.infer<typeof contract>

/** The worker's configuration from the environment; names what is missing or wrong. */
export function readConfig(environment: NodeJS.ProcessEnv): WorkerConfig {
  const parsed = contract.safeParse(environment)
  if (parsed.success) return parsed.data
  const names = parsed.error.issues.map((issue) => issue.path.join('.'))
  throw new Error(`the worker's environment lacks or misspells: ${names.join(', ')}`)
}
