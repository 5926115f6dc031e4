// An asset as it leaves the server (v2-assets.md 4.2, delete-asset-page.md). Every key is always there; null where
// there is nothing to say; `original` and `downloads` are left out where clients test for the missing key.
import type { Asset } from '@rushes/contract/assets'
import { H264_RUNGS } from '@rushes/contract/assets'
import type { UserId } from '@rushes/contract/ids'
import { isMarkedViewer, may } from '../../access/abilities.ts'
import { standingOf } from '../../access/standing.ts'
import { markedLinkPrefix, mediaLinkPrefix } from '../../access/signed-links.ts'
import type { AssetRow, RenditionRow } from '../../db/asset-rows.ts'
import { userPermissions } from '../../views/user-permissions.ts'
import { userView } from '../../views/user-view.ts'
import { isOpenToMarked } from '../../access/open-to-marked.ts'
import { metadataView, requiredTranscodesView, transcodeStatusesView, transcodesView } from './media-view.ts'

/** What a view needs besides the row. */
export interface ViewContext {
  callerId: UserId
  origin: string
  secret: Buffer
  now: Date
}

export function assetView(row: AssetRow, { callerId, origin, secret, now }: ViewContext): Asset {
  const standing = standingOf(row)
  const isFile = row.type === 'file'
  const hasMedia = row.media_id !== null
  const mayDownload = isFile && hasMedia && may('download', standing)
  const isMarked = isMarkedViewer(standing)
  const done = new Map(
    (row.renditions ?? [])
      .filter(({ kind, state }) => state === 'done' && (!isMarked || isOpenToMarked(kind)))
      .map((rendition) => [rendition.kind, rendition]),
  )
  const maySeePrivate = may('see private', standing)
  // How many there are of what the caller must not know of is not told either (v2-assets.md 4.2).
  const itemCount = maySeePrivate ? row.item_count : row.public_item_count
  const viewPrefix = isMarked
    ? markedLinkPrefix(secret, row.id, callerId, now)
    : mediaLinkPrefix(secret, row.id, 'view', row.viewers_marked_since, now)
  const link = (kind: string, file = fileNameOf(kind)) =>
    done.has(kind) ? `${origin}${viewPrefix}/${file}` : null

  const view: Asset = {
    _type: row.type,
    id: row.id,
    type: row.type,
    account_id: row.account_id,
    team_id: row.team_id,
    project_id: row.project_id,
    parent_id: row.parent_id,
    // The published schema's name for the same thing: both, equal (v2-assets.md 12).
    parent_asset_id: row.parent_id,
    creator_id: row.creator_id,
    creator: userView(row, origin),
    name: row.name,
    description: row.description,
    label: row.label,
    properties: row.properties,
    rating: null,
    index: row.index,
    private: row.private,
    shared: false,
    copy: row.copy,
    asset_type: row.m_asset_type,
    status: statusOf(row),
    resource_id: null,
    autoversion_id: row.autoversion_id,
    includes: row.m_transcoded_at === null ? null : [],

    inserted_at: row.inserted_at,
    updated_at: row.updated_at,
    // Set at creation, also on folders (v2-assets.md 4.2; kiwi's model is not nullable).
    uploaded_at: row.inserted_at,
    upload_completed_at: row.m_upload_completed_at,
    upload_failed_at: row.m_upload_failed_at,
    transcoded_at: row.m_transcoded_at,
    deleted_at: row.deleted_at,
    hard_deleted_at: row.hard_deleted_at,
    archive_from: isFile ? row.inserted_at : null,
    archive_scheduled_at: null,
    archive_status: null,
    archived_at: null,

    filesize: row.m_size_bytes ?? 0,
    filetype: isFile ? row.filetype : null,
    checksums:
      row.m_xx_hash === null || row.media_id === null ? null : { id: row.media_id, xx_hash: row.m_xx_hash },
    source: isMarked ? null : sourceView(row),
    realtime_upload: realtimeView(row),

    item_count: itemCount,
    public_item_count: row.public_item_count,
    comment_count: maySeePrivate ? row.comment_count : row.public_comment_count,
    view_count: row.view_count,
    versions: row.type === 'version_stack' ? itemCount : 0,
    cover_asset_id: row.cover_asset_id,

    duration: row.m_duration_seconds,
    fps: framesPerSecond(row),
    frames: row.m_frames ?? 0,
    timecode: row.m_timecode,
    is_360: row.m_is_360 ?? false,
    is_hls_required: isMarked && row.m_asset_type === 'stream',
    // Sound alone has nothing to lay a mark over.
    is_session_watermarked: isMarked && row.m_asset_type === 'stream' && (row.m_frames ?? 0) > 0,
    is_forensically_watermarked: false,
    allow_original_playback: !isMarked,
    drm: null,
    metadata: metadataView(row),
    metadata_flags: {
      id: row.media_id ?? row.id,
      is_360: row.m_is_360 ?? false,
      is_hdr: row.m_is_hdr ?? false,
      is_original_player_compatible: row.m_is_original_player_compatible ?? false,
    },
    required_transcodes: requiredTranscodesView(row),
    transcodes: transcodesView(row),
    transcode_statuses: transcodeStatusesView(row),

    hls_manifest:
      hasPlayableRung(done) || hasQuickPreview(row) ? `${origin}${viewPrefix}/hls/master.m3u8` : null,
    h264_360: link('h264_360'),
    h264_540: link('h264_540'),
    h264_720: link('h264_720'),
    h264_1080_best: link('h264_1080_best'),
    h264_2160: link('h264_2160'),
    video_h264_180: link('video_h264_180'),
    h265_hdr_360: null,
    h265_hdr_540: null,
    h265_hdr_720: null,
    h265_hdr_1080: null,
    h265_hdr_2160: null,
    webm_360: null,
    webm_540: null,
    webm_720: null,
    webm_1080_best: null,
    thumb: link('thumb'),
    thumb_540: link('thumb_540'),
    thumb_orig_ar_540: link('thumb_orig_ar_540'),
    thumb_scrub: link('thumb_scrub'),
    cover: link('cover'),
    image_small: link('image_small'),
    image_full: link('image_full'),
    image_high: link('image_high'),
    // The first page (v2-assets.md 4.4).
    page_thumb: link('page_thumb'),
    page_small: link('page_small'),
    page_full: link('page_full'),
    page_high: link('page_high'),
    pdf_proxy: link('pdf_proxy'),
    scrub_video: null,
    scrub_sheet: null,
    waveform: link('waveform'),
    frame_cover: null,
    frame_custom: null,
    frame_thumb: null,
    audio_tracks: null,
    subtitle_tracks: null,
    master_manifest_concentrate: null,

    workfront_approval_status: null,
    workfront_asset_locked_at: null,
    workfront_asset_read_only: null,
    workfront_connected: null,
    workfront_task_connected: null,
    workfront_task_id: null,
    workfront_task_title: null,

    // Deprecated, present all the same (delete-asset-page.md, notes).
    bundle: false,
    bundle_view: null,
    is_bundle_child: false,
    user_permissions: userPermissions(standing),
  }
  if (mayDownload) {
    const downloadPrefix = origin + mediaLinkPrefix(secret, row.id, 'download', row.viewers_marked_since, now)
    // Non-null even before the bytes arrive (v2-assets.md 4.2).
    view.original = `${downloadPrefix}/original/${pathName(row.name)}`
    // What was uploaded may be the PDF: who may download it gets no other.
    if (done.has('page_full')) view.pdf_proxy ??= view.original
    const download = (kind: string) =>
      done.has(kind) ? `${downloadPrefix}/download/${fileNameOf(kind)}` : null
    view.downloads = {
      h264_1080_best: download('h264_1080_best'),
      h264_2160: download('h264_2160'),
      h264_360: download('h264_360'),
      h264_540: download('h264_540'),
      h264_720: download('h264_720'),
      image_full: download('image_full'),
      image_high: download('image_high'),
      image_small: download('image_small'),
    }
  }
  return view
}

/** The name a rendition has at the end of its link. */
export function fileNameOf(kind: string): string {
  if (kind.startsWith('h264_') || kind === 'video_h264_180') return `${kind}.mp4`
  if (kind === 'waveform') return 'waveform.json'
  if (kind === 'pdf_proxy') return 'pdf_proxy.pdf'
  if (kind.startsWith('page_')) return `${kind}.png`
  return `${kind}.jpg`
}

/** created → uploaded (all parts in) → transcoded; folders say uploaded (v2-assets.md 4.5 and 12). */
function statusOf(row: AssetRow): Asset['status'] {
  if (row.type !== 'file') return 'uploaded'
  if (row.m_transcoded_at !== null) return 'transcoded'
  return row.m_upload_completed_at === null ? 'created' : 'uploaded'
}

function framesPerSecond(row: AssetRow): number | null {
  if (row.m_frame_rate_num === null || row.m_frame_rate_den === null) return null
  const MILLI = 1000
  return Math.round((row.m_frame_rate_num / row.m_frame_rate_den) * MILLI) / MILLI
}

function sourceView(row: AssetRow): Asset['source'] {
  if (row.m_source_url === null || row.media_id === null) return null
  return { _type: 'asset_source', id: row.media_id, url: row.m_source_url, provider: null, external_id: null }
}

function realtimeView(row: AssetRow): Asset['realtime_upload'] {
  if (row.m_realtime === null || row.media_id === null) return null
  return { _type: 'realtime_upload', id: row.media_id, ...row.m_realtime }
}

function hasPlayableRung(done: Map<string, RenditionRow>): boolean {
  return H264_RUNGS.some((rung) => done.has(rung)) || done.has('audio')
}

/** All film and sound that could be read plays at once, also when its proxies were stopped, unless they all failed. */
function hasQuickPreview(row: AssetRow): boolean {
  if (row.m_state !== 'complete' || row.m_asset_type !== 'stream') return false
  const isProxy = (kind: string) => kind.startsWith('h264_') || kind === 'audio'
  return (row.renditions ?? []).some(({ kind, state }) => isProxy(kind) && state !== 'failed')
}

/** A name as the last segment of an address. Clients resolve "." and ".." away, however they are written. */
function pathName(name: string): string {
  return /^\.{1,2}$/.test(name) ? '_' : encodeURIComponent(name)
}
