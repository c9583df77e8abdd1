import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { requireFolder } from '../../embedded/folder.ts'
import { main } from '../../embedded/main.ts'
import { bitim } from '../cli/support.ts'

const folder = mkdtempSync(join(tmpdir(), 'bitim-folder-'))
const file = join(folder, 'a-file')

beforeAll(() => writeFileSync(file, 'no folder'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What is written to the standard error while something runs. */
async function saidBy(work: () => Promise<unknown>): Promise<string> {
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true)
  try {
    await work()
    return write.mock.calls.map(([text]) => String(text)).join('')
  } finally {
    write.mockRestore()
  }
}

test.each([file, join(file, 'below')])(
  '%s is no data folder, and starting there says so in a sentence',
  async (data) => {
    await expect(requireFolder(data)).rejects.toMatchObject({ code: 'folderUnusable' })
    const said = await saidBy(async () => expect(await main(['--data', data])).toBe(3))
    expect(said).toMatch(/cannot be the data folder: it is a file.*\(folderUnusable\)\nNext: /)
  },
)

test.each([file, join(file, 'below')])(
  'a command that looks for a stack in %s says so in a sentence',
  async (data) => {
    const { code, err } = await bitim(['--data', data, 'task', 'list'])
    expect(code).not.toBe(0)
    expect(err).toMatch(/cannot be the data folder.*\(folderUnusable\)/s)
  },
)

test('a folder that is missing is made, for its owner alone', async () => {
  const made = join(folder, 'new', 'data')
  await requireFolder(made)
  await requireFolder(made)
})
