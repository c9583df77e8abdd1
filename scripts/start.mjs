import { runProgram } from './program.mjs'
import { setup } from './setup.mjs'

await runProgram('embedded/main.js', setup)
