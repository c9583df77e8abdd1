import type { ProcessKind } from './types.ts'

const KINDS: Readonly<Record<string, ProcessKind>> = {
  partnership: 'partnership',
  agreement: 'agreement',
  'practice-cycle': 'practiceCycle',
  placement: 'placement',
  attestation: 'attestation',
}

/** A process id is its kind, a slash and an opaque rest. */
export const processId = {
  kindOf(id: string): ProcessKind {
    const kind = KINDS[id.slice(0, id.indexOf('/'))]
    if (kind === undefined) throw new Error('not a process id')
    return kind
  },
}
