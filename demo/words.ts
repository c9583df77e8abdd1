import { relative } from 'node:path'
import type { StackPaths } from '../embedded/paths.ts'
import type { DemoOptions } from './options.ts'
import type { Summary } from './summary.ts'

/** The end of the story for a person: what became of everything and where to look. */
export function writeSummary(
  summary: Summary,
  paths: StackPaths,
  options: DemoOptions,
  say: (line: string) => void,
): void {
  const { processes, tasks, documents, reminders, events, history } = summary
  const here = (folder: string): string => relative(process.cwd(), folder) || '.'
  const kinds = new Map<string, number>()
  for (const { kind } of documents) kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
  const placements = Object.entries(processes.placements).map(([state, count]) => `${count} ${state}`)
  say('')
  say(`${summary.simulatedDays} days in ${summary.wallSeconds} s`)
  say('')
  say(`  partnership     ${processes.partnership}`)
  say(`  agreement       ${processes.agreement} (${history.agreementEvents} history events)`)
  say(`  practice cycle  ${processes.practiceCycle}`)
  say(`  placements      ${placements.join(', ')} (at most ${history.placementEventsMax} history events)`)
  say(`  certification   ${processes.attestation}`)
  say(
    `  tasks           ${tasks.opened} opened, ${tasks.completed} completed, ${tasks.escalated} escalated, ${tasks.expired} expired, ${tasks.open} open`,
  )
  say(
    `  contacts        ${reminders.delivered} delivered, ${reminders.cancelled} cancelled because the task was done, ${reminders.suppressed} suppressed, ${reminders.failed} failed`,
  )
  say(
    `  papers          ${documents.length}: ${[...kinds].map(([kind, count]) => `${count} ${kind}`).join(', ')}`,
  )
  say(
    `  event log       ${events.count} events of ${events.processes} processes, chain ${events.chainVerified ? 'verified' : 'BROKEN'}`,
  )
  say('')
  say(`  PDF files   ${here(paths.documentsDir)}`)
  say(`  mails       ${here(paths.inboxDir)}`)
  say(`  logs        ${here(paths.logsDir)}`)
  if (options.keep) {
    say('')
    say('The stack keeps running until Ctrl-C. In another terminal:')
    say(`  npm run bitim --silent -- --data ${options.dataDir} document list`)
    say(`  npm run bitim --silent -- --data ${options.dataDir} why ZKM`)
    say(`  npm run bitim --silent -- --data ${options.dataDir} inbox`)
  } else {
    say('')
    say('Run with --keep to look around in the result with the command line.')
  }
}
