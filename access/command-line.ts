import { userInfo } from 'node:os'
import type { By } from './caller.ts'

/** Somebody named on a command line: whoever may use the machine answers for the name. */
export const fromCommandLine = (person: string): By => ({
  person,
  door: { kind: 'commandLine', id: machineUser() },
  prove: async () => undefined,
})

function machineUser(): string {
  try {
    return userInfo().username
  } catch {
    // A container may run as a user whom its system does not know.
    return String(process.getuid?.() ?? '')
  }
}
