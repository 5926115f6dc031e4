// The parts of an asset that say what the media engine found and made (v2-assets.md 4.3).
import type { Asset, RequiredTranscodes, TranscodeStatus, Transcodes } from '@rushes/contract/assets'
import type { z } from 'zod'
import type { AssetRow, RenditionRow } from '../../db/asset-rows.ts'

/** Compact: the probe's summary, in lists too (v2-assets.md 12). */
export function metadataView(row: AssetRow): Asset['metadata'] {
  const probe = isObject(row.m_probe) ? row.m_probe : null
  return {
    _type: 'asset_metadata',
    id: row.media_id ?? row.id,
    asset_id: row.id,
    source_timecode: row.m_timecode,
    timecode: row.m_timecode,
    // Text in the captured payload.
    ffprobe_metadata: isObject(probe?.['ffprobe']) ? JSON.stringify(probe['ffprobe']) : null,
    blob: probe === null ? null : blobView(row, probe),
  }
}

/** Some values are text in the captured payload; clients may rely on it (v2-assets.md 4.3). */
function blobView(row: AssetRow, probe: Record<string, unknown>): Asset['metadata']['blob'] {
  const audio = Array.isArray(probe['audio']) ? probe['audio'] : []
  const { kind, pageCount: pages } = probe
  return {
    codec: textOrNull(probe['codec']),
    video_codec: textOrNull(probe['codec']),
    audio_codec: isObject(audio[0]) ? textOrNull(audio[0]['codec']) : null,
    duration: row.m_duration_seconds === null ? null : String(row.m_duration_seconds),
    frames: String(row.m_frames ?? 0),
    fps:
      row.m_frame_rate_num === null || row.m_frame_rate_den === null
        ? null
        : row.m_frame_rate_num / row.m_frame_rate_den,
    width: row.m_width,
    height: row.m_height,
    interlaced: probe['interlaced'] === true,
    timecode: row.m_timecode,
    has_audio: String(audio.length > 0),
    is_audio: String(kind === 'audio'),
    is_image: String(kind === 'image'),
    is_video: String(kind === 'video'),
    is_hdr: row.m_is_hdr ?? false,
    format_name: textOrNull(probe['container']),
    // Ours, of documents alone.
    ...(kind === 'document' ? { pages: typeof pages === 'number' ? pages : null } : {}),
  }
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

const REQUIRED_KINDS = [
  'cover',
  'h264_1080_best',
  'h264_2160',
  'h264_360',
  'h264_540',
  'h264_720',
  'image_full',
  'image_high',
  'page_proxy',
  'thumb',
  'thumb_540',
  'thumb_orig_ar_540',
  'thumb_scrub',
] as const

/** An object of booleans with the list `finalized` (delete-asset-page.md, notes). */
export function requiredTranscodesView(row: AssetRow): RequiredTranscodes {
  const byKind = new Map(
    (row.renditions ?? []).map((rendition) => [
      // The name that pages go by here.
      rendition.kind === 'page_full' ? 'page_proxy' : rendition.kind,
      rendition,
    ]),
  )
  const flags = Object.fromEntries(
    REQUIRED_KINDS.map((kind) => [kind, byKind.has(kind) && byKind.get(kind)?.state !== 'skipped']),
  ) as Record<(typeof REQUIRED_KINDS)[number], boolean>
  const finalized = REQUIRED_KINDS.filter((kind) => byKind.get(kind)?.state === 'done')
  return { ...flags, finalized }
}

export function transcodesView(row: AssetRow): z.infer<typeof Transcodes> | null {
  if (row.media_id === null || row.renditions === null) return null
  const rungs = row.renditions.filter(
    (rendition) => rendition.kind.startsWith('h264_') && rendition.state === 'done',
  )
  const thumb = row.renditions.find((rendition) => rendition.kind === 'thumb')
  const probe = isObject(row.m_probe) ? row.m_probe : {}
  return {
    _type: 'transcodes',
    id: row.media_id,
    codec: typeof probe['codec'] === 'string' ? probe['codec'] : null,
    original_width: row.m_width,
    original_height: row.m_height,
    resolutions: rungs.flatMap((rung) => (rung.height === null ? [] : [rung.height])).sort((a, b) => a - b),
    thumb_width: thumb?.width ?? null,
    thumb_height: thumb?.height ?? null,
    thumbs: thumb?.state === 'done' ? 1 : 0,
    // All are queued together: where others are and this one is not, there is no picture to come.
    thumb_state: thumb?.state ?? (row.renditions.length === 0 ? 'queued' : 'skipped'),
    total_audio_tracks: Array.isArray(probe['audio']) ? probe['audio'].length : 0,
  }
}

export function transcodeStatusesView(row: AssetRow): Record<string, TranscodeStatus> | null {
  if (row.renditions === null) return null
  // Tracks are ours: V2 knows no status of them, and what one lacks says nothing of the picture.
  const known = row.renditions.filter(({ kind }) => !kind.includes('_track_'))
  return Object.fromEntries(known.map((rendition) => [rendition.kind, statusView(row, rendition)]))
}

function statusView(row: AssetRow, rendition: RenditionRow): TranscodeStatus {
  const isVideo = rendition.kind.startsWith('h264_') || rendition.kind === 'video_h264_180'
  return {
    codec: isVideo ? 'h264' : null,
    width: rendition.width,
    height: rendition.height,
    fps:
      isVideo && row.m_frame_rate_num !== null && row.m_frame_rate_den !== null
        ? row.m_frame_rate_num / row.m_frame_rate_den
        : null,
    duration: isVideo ? row.m_duration_seconds : null,
    num_frames: isVideo ? row.m_frames : null,
    num_channels: null,
    filesize: rendition.size_bytes,
    language: null,
    encode_status: ENCODE_STATUS[rendition.state],
    encode_time: rendition.encode_time,
    error: rendition.reason,
    storage_class: 'STANDARD',
    watermark: { image: false, text: rendition.is_marked },
  }
}

const ENCODE_STATUS: Record<RenditionRow['state'], string> = {
  queued: 'queued',
  running: 'running',
  done: 'success',
  failed: 'error',
  skipped: 'skipped',
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
