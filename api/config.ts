import { z } from 'zod'

/** A variable that is set to nothing is not set: files of variables list them all. */
const orElse = <Kept extends z.ZodType>(kept: Kept) =>
  z.preprocess((value) => (value === '' ? undefined : value), kept)

const port = (usual: number) => orElse(z.coerce.number().int().min(1).max(65_535).default(usual))

const contract = z.object({
  DATABASE_URL: z.string().min(1),
  TEMPORAL_ADDRESS: z.string().min(1),
  TEMPORAL_NAMESPACE: orElse(z.string().default('default')),
  TASK_QUEUE: orElse(z.string().default('bitim')),
  BITIM_PAYLOAD_KEYS: z.string().min(1),
  BITIM_FILES: z.string().min(1),
  BITIM_LOGS: orElse(z.string().optional()),
  /** The public origin, as browsers and letters name it; cookies are safe on https alone. */
  BITIM_ADDRESS: z.url({ protocol: /^https$/ }),
  BITIM_HOST: orElse(z.string().default('0.0.0.0')),
  BITIM_PORT: port(8080),
  /** Of health and measures: for those who watch over it, not for everybody. */
  BITIM_HEALTH_PORT: port(9090),
  /** Addresses or networks of the proxies before it, divided by commas: only they say who somebody is that they bring. */
  BITIM_PROXIES: orElse(
    z
      .string()
      .default('')
      .transform((list) => list.split(',').flatMap((one) => (one.trim() === '' ? [] : [one.trim()]))),
  ),
})

export type ServerConfig = z.output<typeof contract>

/** The server's configuration from the environment; names what is missing or wrong. */
export function readConfig(environment: NodeJS.ProcessEnv): ServerConfig {
  const parsed = contract.safeParse(environment)
  if (parsed.success) return parsed.data
  const names = [...new Set(parsed.error.issues.map((issue) => issue.path.join('.')))]
  throw new Error(`the server's environment lacks or misspells: ${names.join(', ')}`)
}
