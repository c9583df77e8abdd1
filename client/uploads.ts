import { createHash, randomUUID } from 'node:crypto'
import type { By } from '../access/caller.ts'
import { doorText } from '../access/caller.ts'
import { localStore } from '../documents/store.ts'
import { Refused } from '../schema/refused.ts'
import { Conditions, type Listing, type Page, type Part, pageOf } from './lists/page.ts'
import { mediaOf } from './media.ts'
import { businessNow, type Scope } from './reads/scope.ts'
import { requireRoom } from './room.ts'

/** Bytes of one file: a scan of twenty pages. */
export const LARGEST_UPLOAD = 20 * 1024 * 1024
const LONGEST_NAME = 120

export interface UploadItem {
  id: string
  /** As whoever sent it called it, without what no file is called. */
  name: string
  media: string
  bytes: number
  sha256: string
  by: string
  door: string
  at: Date
}

export interface StoredUpload extends UploadItem {
  /** Path below the folder of papers. */
  file: string
}

/**
 * Keeps a file that somebody sent, by its hash. What it is is found from its content.
 * @throws Refused fileKindRefused, bodyTooLarge, diskFull
 */
export async function keepUpload(
  scope: Scope,
  by: By,
  folder: string,
  { name, bytes }: { name: string; bytes: Buffer },
): Promise<UploadItem> {
  if (bytes.length > LARGEST_UPLOAD) throw new Refused('bodyTooLarge')
  const media = mediaOf(bytes)
  if (media === null) throw new Refused('fileKindRefused')
  await requireRoom(folder)
  const file = await localStore(folder).put(bytes, media.extension)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const id = randomUUID()
  const shown = shownName(name, media.extension)
  const at = await businessNow(scope.pool)
  await scope.pool.query({
    name: 'upload-keep',
    text: `INSERT INTO upload (id, institution_id, person_id, door, name, media, bytes, sha256, file, at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    values: [
      ...[id, scope.institution, by.person, doorText(by.door), shown, media.type],
      ...[bytes.length, sha256, file, at],
    ],
  })
  const { file: _, ...item } = await findUpload(scope, id)
  return item
}

/** Letters, digits and a few marks, with the ending of what it is. */
function shownName(given: string, extension: string): string {
  const base = given
    .replace(/\.[A-Za-z0-9]{1,5}$/, '')
    .replace(/[^\p{L}\p{N}._-]+/gu, ' ')
    .trim()
  return `${base.slice(0, LONGEST_NAME) || 'file'}.${extension}`
}

const UPLOADS: Listing = {
  columns: `upload.id, upload.name, upload.media, upload.bytes, upload.sha256, person.code AS by, upload.door, upload.at`,
  from: 'upload JOIN person ON person.id = upload.person_id',
  orders: {
    '-at': {
      by: [
        { column: 'upload.at', type: 'timestamptz' },
        { column: 'upload.id', type: 'text' },
      ],
      descending: true,
    },
  },
}

export function pageOfUploads(
  scope: Scope,
  asked: Part & { by?: string | undefined; sha256?: string | undefined },
): Promise<Page<UploadItem>> {
  const conditions = new Conditions(scope.institution)
    .add('upload.institution_id = $1')
    .when(asked.name, '(upload.id = ? OR upload.sha256 = ?)')
    .when(asked.by, '(person.code = ? OR person.id = ?)')
    .when(asked.sha256, 'upload.sha256 = ?')
  return pageOf(scope, UPLOADS, conditions, asked)
}

/** A file by the id of its upload or by its hash. @throws Refused unknownRecord */
export async function findUpload(scope: Scope, name: string): Promise<StoredUpload> {
  const { rows } = await scope.pool.query<StoredUpload>({
    name: 'read-upload',
    text: `SELECT ${UPLOADS.columns}, upload.file FROM ${UPLOADS.from}
           WHERE upload.institution_id = $1 AND (upload.id = $2 OR upload.sha256 = $2) ORDER BY upload.at LIMIT 1`,
    values: [scope.institution, name],
  })
  if (rows[0] === undefined) throw new Refused('unknownRecord', { id: name })
  return rows[0]
}
