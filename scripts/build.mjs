import { existsSync } from 'node:fs'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join, relative, sep } from 'node:path'
import {
  filesBelow,
  hashFiles,
  isMain,
  oneAtATime,
  packageProgram,
  readStamp,
  root,
  runOrRefuse,
  runScript,
  say,
  stateDir,
  writeStamp,
} from './support.mjs'

const dist = join(root, 'dist')
const bundleFile = join(dist, 'workflow-bundle.js')

/** Folders workflows never import; a change there needs no new bundle. */
const OUTSIDE_BUNDLE = [
  'activities',
  'api',
  'bench',
  'calendar',
  'cli',
  'client',
  'database',
  'demo',
  'documents',
  'embedded',
  'events',
  'language',
  'logging',
]
  .concat(['portal', 'registers', 'web', 'workers'])
  .map((name) => join(dist, name) + sep)

/** Compiles to dist and bundles the workflows, each only when its sources changed. */
export async function build() {
  const sources = await sourceFiles()
  if (await isBuilt(sources)) return
  await oneAtATime('building', async () => {
    if (await isBuilt(sources)) return // another process built it meanwhile
    const hash = await hashFiles(sources)
    say('building …')
    await compile()
    await removeStale(sources)
    await bundle()
    await writeStamp('built', hash)
  })
}

export async function isCurrent() {
  return isBuilt(await sourceFiles())
}

async function isBuilt(sources) {
  return existsSync(bundleFile) && (await readStamp('built')) === (await hashFiles(sources))
}

async function sourceFiles() {
  const configuration = JSON.parse(await readFile(join(root, 'tsconfig.json'), 'utf8'))
  const folders = configuration.include.map((folder) => join(root, folder))
  const found = await Promise.all(folders.map((folder) => filesBelow(folder, isSource)))
  return [...found.flat(), join(root, 'tsconfig.json'), join(root, 'package-lock.json')]
}

function isSource(name) {
  return name.endsWith('.ts') || name.endsWith('.json')
}

async function compile() {
  const args = [
    '-p',
    'tsconfig.json',
    '--incremental',
    '--tsBuildInfoFile',
    join(stateDir, 'tsc.tsbuildinfo'),
  ]
  await runOrRefuse(process.execPath, [packageProgram('typescript/bin/tsc'), ...args])
}

/** What was compiled from a source that is gone must not be importable any more. */
async function removeStale(sources) {
  const expected = new Set(sources.map((file) => relative(root, file).replace(/\.ts$/, '.js')))
  for (const file of await filesBelow(
    dist,
    (name) => name.endsWith('.js') && name !== 'workflow-bundle.js',
  )) {
    if (expected.has(relative(dist, file))) continue
    await rm(file)
    await rm(`${file}.map`, { force: true })
  }
}

async function bundle() {
  const compiled = await filesBelow(dist, (name) => name.endsWith('.js') || name.endsWith('.json'))
  const reachable = compiled.filter((file) => !OUTSIDE_BUNDLE.some((folder) => file.startsWith(folder)))
  const inputs = reachable.filter((file) => file !== bundleFile && !file.startsWith(stateDir))
  const hash = await hashFiles([...inputs, join(root, 'package-lock.json')])
  if (existsSync(bundleFile) && (await readStamp('bundled')) === hash) return
  // Loaded here only: it brings webpack, and nothing but this step needs it.
  const { bundleWorkflowCode, DefaultLogger } = createRequire(import.meta.url)('@temporalio/worker')
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(dist, 'workflows', 'index.js'),
    webpackConfigHook: withoutComments,
    logger: new DefaultLogger('WARN', ({ message }) => say(message)),
  })
  await writeFile(`${bundleFile}.${process.pid}`, code)
  await rename(`${bundleFile}.${process.pid}`, bundleFile)
  await writeStamp('bundled', hash)
}

/**
 * Every workflow context reads the whole bundle: comments and white space of the modules are left out of it, names are
 * kept for stack traces.
 */
function withoutComments(config) {
  const require = createRequire(import.meta.url)
  const loader = createRequire(require.resolve('@temporalio/worker')).resolve('swc-loader')
  const jsc = {
    target: 'es2023',
    parser: { syntax: 'ecmascript' },
    minify: { compress: false, mangle: false, format: { comments: false } },
  }
  const rule = { test: /\.js$/, use: { loader, options: { jsc, minify: true, sourceMaps: true } } }
  return { ...config, module: { ...config.module, rules: [...(config.module?.rules ?? []), rule] } }
}

if (isMain(import.meta.url)) await runScript(build)
