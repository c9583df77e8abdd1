import { Client } from 'pg'
import { doctor } from '../../embedded/doctor.ts'
import { createLog } from '../../logging/log.ts'
import { type TinyDisk, tinyDisk, whereDisksCanBeMade } from '../support/tiny-disk.ts'
import { removeFolders, startTestStack } from './support.ts'

const MIB = 1024 ** 2

afterAll(removeFolders)

async function withDisk(bytes: number, work: (disk: TinyDisk) => Promise<void>): Promise<void> {
  const disk = tinyDisk(bytes)
  try {
    await work(disk)
  } finally {
    disk.remove()
  }
}

whereDisksCanBeMade(
  'nothing is begun on a disk that has too little room, and the refusal says how much',
  () =>
    withDisk(64 * MIB, async ({ folder }) => {
      await expect(startTestStack({ dataDir: folder })).rejects.toMatchObject({
        code: 'diskFull',
        message: expect.stringMatching(/: 6\d MiB are free, 256 MiB are needed$/),
      })
      const disk = (await doctor({ dataDir: folder })).find(({ check }) => check === 'disk')
      expect(disk).toMatchObject({ ok: false, next: expect.stringContaining('256 MiB') })
    }),
)

whereDisksCanBeMade(
  'a stack whose disk is full goes on answering and logging, and works again when there is room',
  () =>
    withDisk(420 * MIB, async ({ folder, fill }) => {
      const log = createLog({ name: 'stack', dir: `${folder}/logs`, pretty: false })
      const stack = await startTestStack({ dataDir: folder, log })
      const client = new Client({ connectionString: stack.databaseUrl })
      try {
        const pids = stack.processes.map(({ pid }) => pid)
        await client.connect()
        await client.query('CREATE TABLE heap (filler text)')
        const free = fill()
        for (let n = 0; n < 1_000; n += 1) log.info({ n }, 'there is no room for this')
        const grow = `INSERT INTO heap SELECT repeat('x', 1000) FROM generate_series(1, 1000)`
        await expect(client.query(grow)).rejects.toMatchObject({ code: '53100' })
        await expect(client.query('SELECT 1 AS one')).resolves.toMatchObject({ rows: [{ one: 1 }] })
        free()
        await expect(client.query(grow)).resolves.toMatchObject({ rowCount: 1_000 })
        expect(stack.processes.map(({ pid }) => pid)).toEqual(pids)
      } finally {
        await client.end()
        await stack.stop()
      }
    }),
  60_000,
)
