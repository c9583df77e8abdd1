import type { AgreementState } from './state.ts'

const HEAD = 'departmentHead'

/** A role, or the head of one department: `departmentHead@<department>`. Part of the key of the task. */
export type Approver = string

/**
 * Whose approval a step asks for. The department's head is the head of each department whose programmes the agreement
 * serves; where none is known somebody has to be named, never just any head.
 */
export function approversOf({ policy, kind, departments }: AgreementState, step: number): Approver[] {
  const roles = (policy.routes[kind] ?? policy.routes.default)[step]?.roles ?? []
  if (departments === undefined) return roles
  const heads = (departments.length === 0 ? [''] : departments).map((department) => `${HEAD}@${department}`)
  return roles.flatMap((role) => (role === HEAD ? heads : [role]))
}

/** The parts of an approver, as events and owners have them. */
export function partsOf(approver: Approver): { role: string; department?: string } {
  const [role = '', department] = approver.split('@')
  return department === undefined ? { role } : { role, department }
}

export const approverOf = ({ role, department }: { role: string; department?: string }): Approver =>
  department === undefined ? role : `${role}@${department}`
