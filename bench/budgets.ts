interface Budget {
  unit: string
  /** What is held against the limit: the measured value, or its ratio to the reference. */
  on: 'value' | 'ratio'
  at: 'most' | 'least'
  limit: number
}

/** In the order in which they are measured: what must not be disturbed comes first, the heaviest last. */
export const BUDGETS = {
  bundleSize: { unit: 'KiB', on: 'value', at: 'most', limit: 600 },
  eventsPerPlacement: { unit: 'events', on: 'value', at: 'most', limit: 300 },
  eventsPerAgreement: { unit: 'events', on: 'value', at: 'most', limit: 120 },
  pdfP50: { unit: 'ms', on: 'value', at: 'most', limit: 10 },
  recordTransaction: { unit: 'ms', on: 'ratio', at: 'most', limit: 1.3 },
  workerColdStart: { unit: 's', on: 'value', at: 'most', limit: 1.5 },
  replay: { unit: 'events/s', on: 'ratio', at: 'least', limit: 0.7 },
  updateP50: { unit: 'ms', on: 'ratio', at: 'most', limit: 1.6 },
  processThroughput: { unit: 'commands/s', on: 'ratio', at: 'least', limit: 0.8 },
  memoryPerAgreement: { unit: 'MiB', on: 'value', at: 'most', limit: 1 },
  demoTime: { unit: 's', on: 'value', at: 'most', limit: 120 },
} as const satisfies Record<string, Budget>

export type LineName = keyof typeof BUDGETS

export const isLineName = (name: string): name is LineName => Object.hasOwn(BUDGETS, name)
export const LINE_NAMES: readonly LineName[] = Object.keys(BUDGETS).filter(isLineName)

export const budgetOf = (name: LineName): Budget => BUDGETS[name]
