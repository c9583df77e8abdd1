import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { deflateRawSync, gzipSync } from 'node:zlib'
import { projectRoot } from '../../embedded/paths.ts'
import { fileFromTarGz, fileFromZip } from '../../scripts/archive.mjs'
import { parseYaml } from '../../scripts/yaml.mjs'

const CONTENT = Buffer.from('the temporal binary '.repeat(50))

/** A zip with one stored and one deflated file, as the format's specification lays them out. */
function zipOf(files: { path: string; bytes: Buffer; method: 0 | 8 }[], comment = ''): Buffer {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { path, bytes, method } of files) {
    const name = Buffer.from(path)
    const packed = method === 8 ? deflateRawSync(bytes) : bytes
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(method, 8)
    local.writeUInt16LE(name.length, 26)
    local.writeUInt16LE(4, 28)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt16LE(method, 10)
    entry.writeUInt32LE(packed.length, 20)
    entry.writeUInt16LE(name.length, 28)
    entry.writeUInt32LE(offset, 42)
    const body = Buffer.concat([local, name, Buffer.alloc(4), packed])
    bodies.push(body)
    directory.push(Buffer.concat([entry, name]))
    offset += body.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...bodies, ...directory, end, Buffer.from(comment)])
}

function tarOf(path: string, bytes: Buffer, kind = '0'): Buffer {
  const header = Buffer.alloc(512)
  header.write(path, 0)
  header.write(`${bytes.length.toString(8).padStart(11, '0')}\0`, 124)
  header.write(kind, 156)
  return Buffer.concat([header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)])
}

test.each([0, 8] as const)('a file is read from a zip archive, compression method %i', (method) => {
  const zip = zipOf([
    { path: 'METADATA', bytes: Buffer.from('other'), method: 0 },
    { path: 'x.data/scripts/temporal', bytes: CONTENT, method },
  ])
  expect(fileFromZip(zip, (path: string) => path.endsWith('/temporal'))).toEqual(CONTENT)
  expect(fileFromZip(zip, () => false)).toBeNull()
})

test('an archive comment does not hide the directory', () => {
  const zip = zipOf([{ path: 'temporal', bytes: CONTENT, method: 8 }], 'built by somebody')
  expect(fileFromZip(zip, () => true)).toEqual(CONTENT)
})

test('something that is no zip archive is refused', () => {
  expect(() => fileFromZip(Buffer.alloc(100), () => true)).toThrow('not a zip archive')
})

test('a file is read from a compressed tar archive, folders are passed over', () => {
  const folder = tarOf('temporal', Buffer.alloc(0), '5')
  const archive = gzipSync(
    Buffer.concat([
      folder,
      tarOf('LICENSE', Buffer.from('mit')),
      tarOf('temporal', CONTENT),
      Buffer.alloc(1024),
    ]),
  )
  expect(fileFromTarGz(archive, (path: string) => path === 'temporal')).toEqual(CONTENT)
  expect(fileFromTarGz(archive, (path: string) => path === 'tctl')).toBeNull()
})

test('the deployment files are read as YAML means them', () => {
  const text = [
    'services:',
    '  worker:',
    '    image: bitim:0.1.0',
    '    test: [CMD, nc, "7233"]',
    '    ports:',
    '      - 127.0.0.1:1:2',
    '    env:',
    '      - value: true',
    '        other: 7',
    '# a remark',
    'front:',
  ].join('\n')
  expect(parseYaml(text, 'f')).toEqual({
    services: {
      worker: {
        image: 'bitim:0.1.0',
        test: ['CMD', 'nc', '7233'],
        ports: ['127.0.0.1:1:2'],
        env: [{ value: true, other: 7 }],
      },
    },
    front: null,
  })
})

test.each([
  ['a tab', 'a:\n\tb: 1'],
  ['a repeated key', 'a: 1\na: 2'],
  ['an anchor', 'a: &x 1'],
  ['a block text', 'a: |\n  text'],
  ['odd indentation', 'a:\n   b: 1'],
  ['a key nested too deep', 'a: 1\n    b: 2'],
])('%s is refused instead of being misread', (_, text) => {
  expect(() => parseYaml(text, 'f')).toThrow(/^f:\d/)
})

test('what a start or a demo left in the project is no fault of its style', async () => {
  const data = await mkdtemp(join(projectRoot(), '.bitim-'))
  try {
    await writeFile(join(data, 'ports.json'), '{"postgres":1,\n"temporal":2}')
    const biome = join(projectRoot(), 'node_modules', '@biomejs', 'biome', 'bin', 'biome')
    const checked = spawnSync(process.execPath, [biome, 'check', data], {
      cwd: projectRoot(),
      encoding: 'utf8',
    })
    expect(checked.stderr).toContain('No files were processed')
  } finally {
    await rm(data, { recursive: true })
  }
})
