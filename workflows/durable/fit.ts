import type { PersonFact } from './types.ts'

/**
 * Why somebody cannot be given something to do, as an error code; null where nothing stands against it. Whoever is to
 * act is active, can be reached, and belongs to one of the sides that take part (a partner's id, null the institution).
 */
export function whyUnfit(person: PersonFact | undefined, sides: readonly (string | null)[]): string | null {
  if (!person?.active) return 'personUnknown'
  if (!person.reachable) return 'personHasNoEmail'
  return sides.includes(person.partner) ? null : 'wrongSide'
}
