import { checkCompose } from './compose.mjs'
import { isMain, outputOf, packageProgram, Refusal, runScript, say } from './support.mjs'

/** Every check is run, also after one failed: one look shows all that is wrong. */
const CHECKS = [
  { name: 'types', run: () => nodeProgram('typescript/bin/tsc', ['--noEmit', '-p', 'tsconfig.json']) },
  { name: 'types of tests', run: () => nodeProgram('typescript/bin/tsc', ['-p', 'tsconfig.test.json']) },
  { name: 'style', run: () => nodeProgram('@biomejs/biome/bin/biome', ['check', '--diagnostic-level=warn']) },
  {
    name: 'dependencies',
    run: () =>
      nodeProgram('dependency-cruiser/bin/dependency-cruise.mjs', ['--config', '--output-type', 'err', '.']),
  },
  { name: 'unused', run: () => nodeProgram('knip/bin/knip.js', ['--no-progress']) },
  { name: 'deployment', run: checkCompose },
]

/** @returns {Promise<{ passed: number, failed: number }>} */
export async function check() {
  const result = { passed: 0, failed: 0 }
  for (const { name, run } of CHECKS) {
    const started = Date.now()
    const fault = await run().then(
      () => null,
      (error) => error,
    )
    const seconds = ((Date.now() - started) / 1000).toFixed(1)
    if (fault) {
      result.failed += 1
      say(`✗ ${name} (${seconds} s)\n${fault.message}`)
    } else {
      result.passed += 1
      say(`✓ ${name} (${seconds} s)`)
    }
  }
  return result
}

async function nodeProgram(program, args) {
  const { code, stdout, stderr } = await outputOf(process.execPath, [packageProgram(program), ...args])
  if (code !== 0) throw new Refusal(`${stdout}${stderr}`.trim())
}

if (isMain(import.meta.url)) {
  await runScript(async () => {
    const { failed } = await check()
    if (failed > 0) throw new Refusal(`${failed} of ${CHECKS.length} checks failed`)
  })
}
