import { z } from 'zod'
import { findUpload, keepUpload, pageOfUploads } from '../../client/uploads.ts'
import { Refused } from '../../schema/refused.ts'
import { sendFile } from '../file.ts'
import { type Route, route } from '../route.ts'
import { byId, instant, named } from '../shapes.ts'
import { listed } from './listed.ts'

const upload = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    media: z.string(),
    bytes: z.int(),
    /** What a decision that shows a scan carries. */
    sha256: z.string(),
    by: z.string(),
    door: z.string(),
    at: instant,
  })
  .meta({ id: 'Upload' })

export const uploadRoutes: Route[] = [
  route({
    method: 'POST',
    path: '/uploads',
    operation: 'sendFile',
    says: 'Keeps a file: the scan of a signed paper, an employer’s own order, a report. PDF, JPEG, PNG or DOCX.',
    may: 'upload.create',
    takes: 'multipart/form-data',
    documented: z.strictObject({ file: z.string().meta({ format: 'binary' }) }),
    status: 201,
    answer: upload,
    handle: ({ scope, caller, parts, sent }) => {
      const [file, other] = sent.files
      if (file === undefined || other !== undefined) throw new Refused('invalidInput', { field: 'file' })
      return keepUpload(scope, caller, parts.documentsDir, file)
    },
  }),
  ...listed({
    path: '/uploads',
    many: 'Uploads',
    one: 'Upload',
    may: 'upload.read',
    item: upload,
    sorts: ['-at'],
    filters: { by: named.optional(), sha256: named.optional() },
    missing: 'unknownRecord',
    list: pageOfUploads,
  }),
  route({
    method: 'GET',
    path: '/uploads/:id/file',
    operation: 'getUploadFile',
    says: 'The file itself, always as a download of the type that was found in it.',
    may: 'upload.read',
    params: byId,
    media: '*/*',
    handle: async ({ scope, params, parts, request, reply }) => {
      const { file, sha256, media, name } = await findUpload(scope, params.id)
      const stored = { folder: parts.documentsDir, file, sha256, name, media, inline: false }
      await sendFile(stored, request, reply)
    },
  }),
]
