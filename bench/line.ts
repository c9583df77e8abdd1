import { budgetOf, type LineName } from './budgets.ts'
import { percentile } from './statistics.ts'

/** What a line measured, before it is held against its budget. */
export interface Measurement {
  value: number
  /** The same unit, measured in the same run; null where the budget is absolute and nothing comparable exists. */
  reference: number | null
  /** Value to reference, where it is not simply their quotient. */
  ratio?: number
  /** Single samples in `sampleUnit`, which is the line's unit where it is not named. */
  samples: readonly number[]
  sampleUnit?: string
}

export interface Line {
  name: LineName
  value: number
  unit: string
  reference: number | null
  ratio: number | null
  budget: string
  met: boolean
  n: number
  p50: number
  p99: number
  sampleUnit: string
}

export function lineOf(name: LineName, measured: Measurement): Line {
  const { unit, on, at, limit } = budgetOf(name)
  const { value, reference, samples, sampleUnit = unit } = measured
  const ratio = measured.ratio ?? (reference === null ? null : value / reference)
  const judged = on === 'value' ? value : ratio
  if (judged === null) throw new Error(`${name} is a ratio and was measured without a reference`)
  return {
    name,
    value: rounded(value),
    unit,
    reference: reference === null ? null : rounded(reference),
    ratio: ratio === null ? null : rounded(ratio),
    budget: `${at === 'most' ? '≤' : '≥'} ${limit}${on === 'ratio' ? ' ×' : ` ${unit}`}`,
    met: at === 'most' ? judged <= limit : judged >= limit,
    n: samples.length,
    p50: rounded(percentile(samples, 0.5)),
    p99: rounded(percentile(samples, 0.99)),
    sampleUnit,
  }
}

/** Three digits that mean something; a whole number keeps all of its digits. */
const rounded = (value: number): number =>
  Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3))
