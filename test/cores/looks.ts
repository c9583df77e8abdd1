import type { Data, Task } from '../../workflows/durable/types.ts'
import type { Line, Plan } from '../../workflows/practice-cycle/state.ts'
import { Runner } from './runner.ts'
import { C, operating, placement } from './story.ts'

/** What is to be seen of one process of a story. */
export function lookAt(id: string) {
  const tasks = (runner: Runner): Task[] => runner.process(id).tasks()
  return {
    stage: (runner: Runner): string => runner.process(id).stage,
    /** Of the open tasks. */
    kinds: (runner: Runner): string[] =>
      tasks(runner)
        .map(({ kind }) => kind)
        .sort(),
    keys: (runner: Runner): string[] =>
      tasks(runner)
        .map(({ key }) => key)
        .sort(),
    /** Papers somebody is asked to issue. */
    papers: (runner: Runner): string[] =>
      tasks(runner)
        .filter(({ kind }) => kind === 'issuePaper')
        .map(({ data }) => String(data.paper))
        .sort(),
    facts: (runner: Runner): string[] => runner.process(id).facts.map(({ type }) => type),
    last: (runner: Runner): Data => runner.process(id).facts.at(-1)?.data ?? {},
  }
}

export const line = (runner: Runner, code = 'L01'): Line | undefined =>
  runner.state<{ lines: Line[] }>(C).lines.find((one) => one.code === code)

/** Stages of the first `n` placements of a line. */
export const stages = (runner: Runner, n: number, code = 'L01'): string[] =>
  Array.from({ length: n }, (_, k) => runner.process(placement(code, k + 1)).stage)

/** A practice cycle in planning with these lines. */
export function planning(lines: Plan[]): Runner {
  const runner = new Runner()
  runner.outside.lines = lines
  operating(runner).days(1)
  return runner
}
