import { reasonOf } from './errors.ts'
import { type Answer, type DoctorCheck, doctorChecks, type Finding } from './finding.ts'
import {
  checkDisk,
  checkFonts,
  checkNode,
  checkPackages,
  checkPostgresBinary,
  checkTemporalBinary,
} from './machine-checks.ts'
import { stackPaths } from './paths.ts'
import { findRunningStack } from './running.ts'
import {
  checkFolder,
  checkMigrations,
  checkPorts,
  checkPostgres,
  checkSmtp,
  checkTemporal,
} from './stack-checks.ts'

/**
 * Looks at everything the stack needs and, where one runs in the folder, whether each part answers. Changes
 * nothing; a check that cannot be made is a finding, never an error.
 */
export async function doctor({ dataDir }: { dataDir: string }): Promise<Finding[]> {
  const paths = stackPaths(dataDir)
  const stack = await findRunningStack(dataDir).catch(() => null)
  const checks: Record<DoctorCheck, () => Promise<Answer> | Answer> = {
    node: checkNode,
    packages: checkPackages,
    fonts: checkFonts,
    disk: () => checkDisk(paths.dataDir),
    postgresBinary: () => checkPostgresBinary(paths),
    temporalBinary: checkTemporalBinary,
    folder: () => checkFolder(paths, stack),
    ports: () => checkPorts(paths, stack),
    postgres: () => checkPostgres(stack),
    migrations: () => checkMigrations(stack),
    temporal: () => checkTemporal(stack),
    smtp: () => checkSmtp(stack),
  }
  return Promise.all(
    doctorChecks.map(async (check) => {
      try {
        return { check, ...(await checks[check]()) }
      } catch (error) {
        return { check, ok: false, detail: reasonOf(error) }
      }
    }),
  )
}
