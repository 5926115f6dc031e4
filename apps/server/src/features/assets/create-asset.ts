// A new file or folder (v2-assets.md 3.6). The answer for a file carries one PUT URL per part.
import { lookup as mediaTypeOf } from 'mime-types'
import { CompiledQuery } from 'kysely'
import type { Transaction } from 'kysely'
import type { CreateAssetBody, RealtimeAsset } from '@rushes/contract/asset-requests'
import type { Asset } from '@rushes/contract/assets'
import type { AssetId, MediaId } from '@rushes/contract/ids'
import { MAX_REALTIME_PARTS } from '@rushes/contract/realtime-upload'
import { partCountFor } from '@rushes/contract/upload-plan'
import type { Actor } from '../../access/actor.ts'
import { requireAsset } from '../../access/require-asset.ts'
import { uploadLinkExpiry, uploadPath } from '../../access/signed-links.ts'
import { SELECT_ASSET_BY_ID } from '../../db/asset-rows.ts'
import type { AssetRow } from '../../db/asset-rows.ts'
import { changeProjectCounters, takeChildIndex } from '../../db/counters.ts'
import { writeAssetEvent } from '../../db/events.ts'
import { inTransaction } from '../../db/in-transaction.ts'
import { findVisible, lockTree } from '../../db/tree-lock.ts'
import type { Database } from '../../db/schema.ts'
import type { Deps } from '../../deps.ts'
import { errors, HttpError } from '../../http/errors.ts'
import type { FieldProblem } from '../../http/errors.ts'
import { assetView } from './asset-view.ts'
import type { ViewContext } from './asset-view.ts'

const DEFAULT_FILETYPE = 'application/octet-stream'

/** What is about to be made, after the rules between fields were checked. */
interface NewAsset {
  id: AssetId
  type: 'file' | 'folder'
  name: string
  file: {
    mediaId: MediaId
    sizeBytes: number
    filetype: string
    partCount: number
    sourceUrl: string | null
    /** The name was made of the extension alone, for want of a better one; null otherwise. */
    defaultName: string | null
    isRealtime: boolean
  } | null
}

export async function createAsset(
  deps: Deps,
  actor: Actor,
  parentId: AssetId,
  body: CreateAssetBody,
  context: ViewContext,
  requestId: string,
): Promise<Asset | RealtimeAsset> {
  const parent = await requireAsset(deps, actor, parentId, 'organise')
  const asset = planAsset(deps, parent, body)
  await refuseUnknownBase(deps, actor, body.auto_version_id ?? null)
  const row = await inTransaction(deps.db, async (trx) => {
    await lockTree(trx, parent.account_id, 'shared')
    const place = await findVisible(trx, parent.id)
    if (place === null) throw errors.notFound('asset')
    const { team_id: teamId, project_id: projectId } = place
    const index = await takeChildIndex(trx, parent.id, body.private === true)
    const at = deps.now()
    if (asset.file !== null) await insertMedia(trx, parent, asset.file, at)
    await trx
      .insertInto('assets')
      .values({
        id: asset.id,
        type: asset.type,
        account_id: parent.account_id,
        team_id: teamId,
        project_id: projectId,
        parent_id: parent.id,
        creator_id: actor.userId,
        media_id: asset.file?.mediaId ?? null,
        name: asset.name,
        description: body.description ?? null,
        label: body.label ?? 'none',
        properties:
          body.properties === undefined || body.properties === null ? null : JSON.stringify(body.properties),
        index,
        private: body.private ?? false,
        filetype: asset.file?.filetype ?? null,
        autoversion_id: body.auto_version_id ?? null,
        inserted_at: at,
        updated_at: at,
      })
      .execute()
    const isFile = asset.file !== null
    await changeProjectCounters(trx, projectId, {
      files: isFile ? 1 : 0,
      folders: isFile ? 0 : 1,
      bytes: asset.file?.sizeBytes ?? 0,
    })
    await writeAssetEvent(
      trx,
      { ...place, id: asset.id, parent_id: parent.id },
      {
        id: deps.newId(),
        type: 'asset.created',
        at,
        actorId: actor.userId,
        after: { name: asset.name, type: asset.type, filesize: asset.file?.sizeBytes ?? 0 },
        requestId,
      },
    )
    if (asset.file !== null && asset.file.sourceUrl !== null)
      await deps.queue.enqueue(trx, 'upload.fetch', { mediaId: asset.file.mediaId })
    // Nobody PUTs a file without bytes (v2-assets.md 6): it is complete when it is made.
    else if (asset.file?.sizeBytes === 0 && !asset.file.isRealtime)
      await deps.queue.enqueue(trx, 'upload.finish', { mediaId: asset.file.mediaId })
    // As it was made: after the commit a fetch may have ended already, or somebody have deleted it.
    const made = CompiledQuery.raw(SELECT_ASSET_BY_ID, [actor.userId, asset.id])
    return (await trx.executeQuery<AssetRow>(made)).rows[0]!
  })

  if (asset.file?.isRealtime === true) return { id: asset.id, name: asset.name }
  const view = assetView(row, context)
  if (asset.file !== null && asset.file.sourceUrl === null) {
    const { partCount } = asset.file
    view.upload_urls = Array.from(
      { length: partCount },
      (_, index) => context.origin + uploadPath(deps.secret, asset.id, index + 1, context.now),
    )
    view.original_upload = view.upload_urls[0]!
  }
  return view
}

/** A real-time upload is asked for in JSON alone (v2-assets.md 1 and 3.6). */
export function refuseRealtimeForm(body: CreateAssetBody, contentType: string | undefined): void {
  if (
    body.is_realtime_upload === true &&
    contentType?.startsWith('application/x-www-form-urlencoded') === true
  )
    throw errors.invalid([{ field: 'is_realtime_upload', title: 'must be sent as JSON, not as a form' }])
}

function planAsset(deps: Deps, parent: AssetRow, body: CreateAssetBody): NewAsset {
  const problems: FieldProblem[] = []
  // Uploading straight into a stack is not supported (v2-assets.md 12).
  if (parent.type !== 'folder') {
    problems.push({
      field: 'asset_id',
      title: 'is not a folder; create the asset in the folder that holds it and version it there',
    })
  }
  const isFile = body.type === 'file'
  const isRealtime = body.is_realtime_upload === true
  const name = isRealtime ? realtimeName(body, problems) : (body.name ?? null)
  if (name === null && !isRealtime) problems.push({ field: 'name', title: "can't be blank" })
  const sourceUrl = isFile ? (body.source?.url ?? null) : null
  // Clients omit the size for folders and for a remote upload (v2-assets.md 3.6).
  if (
    isFile &&
    !isRealtime &&
    sourceUrl === null &&
    (body.filesize === undefined || body.filesize === null)
  ) {
    problems.push({ field: 'filesize', title: "can't be blank" })
  }
  if (sourceUrl !== null && !isHttpUrl(sourceUrl))
    problems.push({ field: 'source.url', title: 'is not an http or https address' })
  if (problems.length > 0 || name === null) throw errors.invalid(problems)

  // Of a file that is still being made nobody knows the size.
  const sizeBytes = isRealtime ? 0 : (body.filesize ?? 0)
  const file = isFile
    ? {
        mediaId: deps.newId() as MediaId,
        sizeBytes,
        filetype: body.filetype ?? filetypeOf(name),
        partCount: isRealtime ? MAX_REALTIME_PARTS : partCountFor(sizeBytes, body.parts ?? null),
        sourceUrl,
        defaultName: isRealtime && (body.name ?? null) === null ? name : null,
        isRealtime,
      }
    : null
  return { id: deps.newId() as AssetId, type: body.type, name, file }
}

/** The name of a file that is still being made, from what its maker knows of it (v2-assets.md 3.6 and 7). */
function realtimeName(body: CreateAssetBody, problems: FieldProblem[]): string | null {
  const refuse = (field: string, title: string) => problems.push({ field, title })
  if (body.type !== 'file') refuse('type', 'must be file for a real-time upload')
  if (body.filetype === undefined || body.filetype === null) refuse('filetype', "can't be blank")
  if (body.source !== undefined && body.source !== null)
    refuse('source', 'cannot be combined with a real-time upload')
  const { name = null, extension = null } = body
  if (name === null && extension === null) refuse('name', "can't be blank without an extension")
  if (extension !== null && !/^\.[^/\\]+$/.test(extension))
    refuse('extension', 'must begin with a dot, such as .mov')
  else if (name !== null && extension !== null && !name.toLowerCase().endsWith(extension.toLowerCase()))
    refuse('extension', 'is not the extension of the name')
  if (name !== null && extension === null && !/\.[^./\\]+$/.test(name))
    refuse('name', 'must end in an extension such as .mov')
  return name ?? (extension === null ? null : `[new file]${extension}`)
}

/** Said at once: after the upload nobody would hear of it. */
async function refuseUnknownBase(deps: Deps, actor: Actor, baseId: AssetId | null): Promise<void> {
  if (baseId === null) return
  try {
    await requireAsset(deps, actor, baseId, 'organise')
  } catch (error) {
    if (!(error instanceof HttpError)) throw error
    throw errors.invalid([{ field: 'auto_version_id', title: 'is no asset that you can version' }])
  }
}

async function insertMedia(
  trx: Transaction<Database>,
  parent: AssetRow,
  file: NonNullable<NewAsset['file']>,
  at: Date,
): Promise<void> {
  await trx
    .insertInto('media')
    .values({
      id: file.mediaId,
      account_id: parent.account_id,
      team_id: parent.team_id,
      state: 'arriving',
      size_bytes: file.sizeBytes,
      content_type: file.filetype,
      inserted_at: at,
      updated_at: at,
    })
    .execute()
  await trx
    .insertInto('uploads')
    .values({
      media_id: file.mediaId,
      part_count: file.partCount,
      declared_bytes: file.sizeBytes,
      source_url: file.sourceUrl,
      is_realtime: file.isRealtime,
      default_name: file.defaultName,
      expires_at: uploadLinkExpiry(at),
      inserted_at: at,
    })
    .execute()
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol)
}

/** By its ending. A name without a dot has none, whatever word it is. */
function filetypeOf(name: string): string {
  const type = name.includes('.') ? mediaTypeOf(name) : false
  return type === false ? DEFAULT_FILETYPE : type
}
