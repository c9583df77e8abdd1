import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { check } from './check.mjs'
import { setup } from './setup.mjs'
import { exitCodeOf, inTemporaryFolder, packageProgram, Refusal, say } from './support.mjs'

/** The long runs: how many random kill plans, how many generated requests. */
const LONG = {
  '--kill': { file: 'test/kill', env: { KILL_SEEDS: '20' } },
  '--requests': { file: 'test/api/contract', env: { REQUESTS: '20000' } },
}

const { passed, failed } = await testAll().catch((error) => {
  // What could not even begin is one failure: the last line is read by programs and must always be there.
  say(error instanceof Refusal ? error.message : String(error?.stack ?? error))
  return { passed: 0, failed: 1 }
})
process.stdout.write(`${passed} passed, ${failed} failed\n`)
process.exitCode = failed === 0 ? 0 : 1

async function testAll() {
  const given = process.argv.slice(2)
  const args = given.filter((arg) => !Object.hasOwn(LONG, arg))
  const long = given.filter((arg) => Object.hasOwn(LONG, arg)).map((flag) => LONG[flag])
  await setup()
  const checks = long.length > 0 ? { passed: 0, failed: 0 } : await check()
  const env = Object.assign({}, ...long.map((one) => one.env))
  const tests = await runJest([...long.map(({ file }) => file), ...args], env)
  return { passed: checks.passed + tests.passed, failed: checks.failed + tests.failed }
}

/** A test file that cannot be loaded has no tests to count and counts as one that failed. */
function runJest(args, env) {
  return inTemporaryFolder(async (folder) => {
    const outputFile = join(folder, 'result.json')
    const program = packageProgram('jest/bin/jest.js')
    const options = ['-c', 'jest.config.json', '--ci', '--json', '--outputFile', outputFile]
    const code = await exitCodeOf(process.execPath, [program, ...options, ...args], {
      stdio: ['ignore', 'ignore', 2],
      env: { ...process.env, ...env },
    })
    return countTests(await readResult(outputFile), code)
  })
}

async function readResult(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    throw new Refusal(`jest ended without a result: ${error.message}`)
  }
}

function countTests(result, code) {
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites
  // Jest may fail although every test passed: a tear-down that throws, or no test at all.
  return { passed: result.numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed }
}
