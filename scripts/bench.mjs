import { runProgram } from './program.mjs'
import { setup } from './setup.mjs'

await runProgram('bench/main.js', setup)
