// From the end of a media link to a stored file. Asked at every fetch whether the asset still exists, so that a
// deletion ends all links at once (design 7).
import type { AssetId, MediaId } from '@rushes/contract/ids'
import { parseBlobKey } from '@rushes/storage/blob-key'
import type { BlobKey } from '@rushes/storage/blob-key'
import type { LinkGrant } from '../../access/signed-links.ts'
import { CLIMB } from '../../db/asset-rows.ts'
import type { MediaState } from '../../db/schema.ts'
import type { Deps } from '../../deps.ts'
import { findArrivingBytes } from './arriving-file.ts'
import type { ArrivingBytes } from './arriving-file.ts'
import { findGrowingBytes } from './growing-file.ts'
import type { GrowingBytes } from './growing-file.ts'
import { safeContentType } from './safe-content-type.ts'

export interface StoredBytes {
  kind: 'stored'
  key: BlobKey
}

export interface DeliveredFile {
  bytes: StoredBytes | GrowingBytes | ArrivingBytes
  contentType: string
  /** Changes when the bytes do. */
  tag: string
  /** Null: shown in place. */
  downloadName: string | null
}

/** What a media link leads to. */
export interface LinkedMedia {
  name: string
  filetype: string | null
  is_hidden: boolean
  media_id: MediaId
  state: MediaState | null
  blob_key: string | null
  size_bytes: number | null
  /** Of the team that the asset is in. */
  viewers_marked_since: string | null
}

interface StoredRendition {
  kind: string
  blob_key: string
  content_type: string
}

/** The media row behind a link, or null when the asset is gone. */
export async function findLinkedMedia(deps: Deps, assetId: AssetId): Promise<LinkedMedia | null> {
  const rows = await deps.points.read<Omit<LinkedMedia, 'media_id'> & { media_id: MediaId | null }>(
    'linked-media',
    `select a.name, a.filetype, p.deleted_at is not null or above.is_deleted as is_hidden, m.id as media_id, m.state,
       m.blob_key, m.size_bytes, t.viewers_marked_since
     from assets a ${CLIMB}
     join projects p on p.id = above.project_id
     join teams t on t.id = p.team_id
     left join assets cover on cover.id = a.cover_asset_id and a.type = 'version_stack'
     left join media m on m.id = coalesce(a.media_id, cover.media_id) where a.id = $1`,
    [assetId],
  )
  const row = rows[0]
  if (row === undefined || row.is_hidden || row.media_id === null) return null
  return { ...row, media_id: row.media_id }
}

/**
 * `path` is what follows the grant: "original/<name>", "h264_720.mp4", "download/h264_720.mp4",
 * "tracks/audio_track_1/<name>". `canWait`: an original that is still
 * arriving will do. Null: there is no such file, or the grant does not cover it.
 */
export async function findFile(
  deps: Deps,
  media: LinkedMedia,
  grant: LinkGrant,
  path: string,
  canWait: boolean,
): Promise<DeliveredFile | null> {
  if (path.startsWith('original/')) {
    const bytes = grant === 'download' ? await findOriginal(deps, media, canWait) : null
    if (bytes === null) return null
    return {
      bytes,
      contentType: safeContentType(media.filetype),
      tag: `${media.media_id}-original`,
      downloadName: media.name,
    }
  }
  const track = /^tracks\/((?:audio|subtitle)_track_\d+)\/([^/]+)$/.exec(path)
  if (track !== null) {
    const [, kind = '', name = ''] = track
    const rendition = await readRendition(deps, media.media_id, kind)
    return rendition === null ? null : deliveredTrack(media, rendition, name)
  }
  const isDownload = path.startsWith('download/')
  if (isDownload && grant !== 'download') return null
  const fileName = isDownload ? path.slice('download/'.length) : path
  const rendition = await findRendition(deps, media.media_id, fileName)
  if (rendition === null) return null
  return {
    bytes: { kind: 'stored', key: parseBlobKey(rendition.blob_key) },
    contentType: rendition.content_type,
    tag: `${media.media_id}-${rendition.kind}`,
    downloadName: isDownload ? `${withoutExtension(media.name)}_${fileName}` : null,
  }
}

/** Null until the file is there, unless the caller can wait; of one that is still being made, what is there of it. */
async function findOriginal(
  deps: Deps,
  media: LinkedMedia,
  canWait: boolean,
): Promise<DeliveredFile['bytes'] | null> {
  if (media.state === 'arriving')
    return (
      (await findGrowingBytes(deps, media.media_id)) ??
      (canWait ? findArrivingBytes(deps, media.media_id) : null)
    )
  if (media.state !== 'complete' || media.blob_key === null) return null
  return { kind: 'stored', key: parseBlobKey(media.blob_key) }
}

/** "h264_720.mp4" → the finished rendition h264_720. */
export async function findRendition(
  deps: Deps,
  mediaId: MediaId,
  fileName: string,
): Promise<StoredRendition | null> {
  const kind = /^([a-z0-9_]+)\.[a-z0-9]+$/.exec(fileName)?.[1]
  if (kind === undefined) return null
  return readRendition(deps, mediaId, kind)
}

function deliveredTrack(media: LinkedMedia, rendition: StoredRendition, name: string): DeliveredFile {
  return {
    bytes: { kind: 'stored', key: parseBlobKey(rendition.blob_key) },
    contentType: rendition.content_type,
    tag: `${media.media_id}-${rendition.kind}`,
    downloadName: `${withoutExtension(media.name)}_${name}`,
  }
}

async function readRendition(deps: Deps, mediaId: MediaId, kind: string): Promise<StoredRendition | null> {
  const rows = await deps.points.read<StoredRendition>(
    'rendition',
    `select kind, blob_key, content_type from renditions where media_id = $1 and kind = $2 and state = 'done' and blob_key is not null`,
    [mediaId, kind],
  )
  return rows[0] ?? null
}

function withoutExtension(name: string): string {
  return name.replace(/\.[^.]{1,10}$/, '')
}
