import { runProgram } from './program.mjs'
import { setup } from './setup.mjs'

await runProgram('demo/main.js', setup)
