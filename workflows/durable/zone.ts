import type { Day, Instant } from './types.ts'

/**
 * The institution's clock as plain numbers: minutes ahead of UTC, each from an instant on, oldest first. The record step
 * knows zones and tells; a process only adds.
 */
export type Zone = readonly { from: Instant; minutes: number }[]

/** The day it is in the institution at an instant. */
export function dayAt(zone: Zone, at: Instant): Day {
  const { minutes } = zone.findLast(({ from }) => from <= at) ?? zone[0] ?? { minutes: 0 }
  return new Date(Date.parse(at) + minutes * 60_000).toISOString().slice(0, 10)
}
