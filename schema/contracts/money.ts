import { z } from 'zod'

/** The largest sum papers write in words; to the tiyin it is still an exact number. */
const MOST_SOUMS = 9_999_999_999_999.99

/** Soums, with tiyin as hundredths. */
export const soums = z.number().min(1).max(MOST_SOUMS).multipleOf(0.01)
