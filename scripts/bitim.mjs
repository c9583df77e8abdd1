#!/usr/bin/env node
import { isCurrent } from './build.mjs'
import { runProgram } from './program.mjs'
import { setup } from './setup.mjs'

await runProgram('cli/main.js', async () => {
  if (!(await isCurrent())) await setup()
})
