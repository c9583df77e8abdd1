import type { By } from '../../access/caller.ts'

/** Somebody at the command line of a test. */
export const by = (person: string): By => ({
  person,
  door: { kind: 'commandLine', id: 'test' },
  prove: async () => undefined,
})
