export const doctorChecks = [
  'node',
  'packages',
  'fonts',
  'disk',
  'postgresBinary',
  'temporalBinary',
  'folder',
  'ports',
  'postgres',
  'migrations',
  'temporal',
  'smtp',
] as const
export type DoctorCheck = (typeof doctorChecks)[number]

/** What one check found. */
export interface Answer {
  ok: boolean
  detail: string
  /** What to do about it; only where something is wrong. */
  next?: string
}

export interface Finding extends Answer {
  check: DoctorCheck
}
