// The Asset object (v2-assets.md 4.2; delete-asset-page.md wins on shapes): a folder, a file or a version stack.
import { z } from 'zod'
import { Project } from './projects.ts'
import { UserPermissions } from './user-permissions.ts'
import { User } from './users.ts'
import { DateTime } from './wire.ts'

export const ASSET_TYPES = ['file', 'folder', 'version_stack'] as const
export type AssetType = (typeof ASSET_TYPES)[number]
/** The workflow status of an asset. */
export const LABELS = ['none', 'in_progress', 'needs_review', 'approved'] as const
export type Label = (typeof LABELS)[number]

/** A signed URL, or null while there is nothing to fetch. */
const Link = z.string().nullable()
const OpenObject = z.record(z.string(), z.unknown())

/** How far a file has come that is uploaded while it is made. */
const RealtimeUpload = z.object({
  _type: z.literal('realtime_upload'),
  id: z.string(),
  /** Bytes of all parts that have arrived. */
  received_bytes: z.int(),
  /** Bytes from the first on without a gap: what `original` answers with. */
  readable_bytes: z.int(),
})

export const Downloads = z.object({
  h264_1080_best: Link,
  h264_2160: Link,
  h264_360: Link,
  h264_540: Link,
  h264_720: Link,
  image_full: Link,
  image_high: Link,
  image_small: Link,
})

export const MetadataFlags = z.object({
  id: z.string(),
  is_360: z.boolean(),
  is_hdr: z.boolean(),
  is_original_player_compatible: z.boolean(),
})

/** An object of booleans with the list `finalized`, not an array (v2-assets.md 12). */
export const RequiredTranscodes = z.object({
  cover: z.boolean(),
  finalized: z.array(z.string()),
  h264_1080_best: z.boolean(),
  h264_2160: z.boolean(),
  h264_360: z.boolean(),
  h264_540: z.boolean(),
  h264_720: z.boolean(),
  image_full: z.boolean(),
  image_high: z.boolean(),
  page_proxy: z.boolean(),
  thumb: z.boolean(),
  thumb_540: z.boolean(),
  thumb_orig_ar_540: z.boolean(),
  thumb_scrub: z.boolean(),
})
export type RequiredTranscodes = z.infer<typeof RequiredTranscodes>

export const Transcodes = z.object({
  _type: z.literal('transcodes'),
  id: z.string(),
  codec: z.string().nullable(),
  original_width: z.int().nullable(),
  original_height: z.int().nullable(),
  resolutions: z.array(z.int()),
  thumb_width: z.int().nullable(),
  thumb_height: z.int().nullable(),
  thumbs: z.int(),
  thumb_state: z.string(),
  total_audio_tracks: z.int(),
})

export const TranscodeStatus = z.object({
  codec: z.string().nullable(),
  width: z.int().nullable(),
  height: z.int().nullable(),
  fps: z.number().nullable(),
  duration: z.number().nullable(),
  num_frames: z.int().nullable(),
  num_channels: z.int().nullable(),
  filesize: z.int().nullable(),
  language: z.string().nullable(),
  /** "queued", "running", "success" or "error". */
  encode_status: z.string(),
  /** Seconds the encode took. */
  encode_time: z.number().nullable(),
  /** In plain words, for a person; null when nothing went wrong. */
  error: z.string().nullable(),
  storage_class: z.string(),
  watermark: z.object({ image: z.boolean(), text: z.boolean() }),
})
export type TranscodeStatus = z.infer<typeof TranscodeStatus>

export const Checksums = z.object({
  id: z.string(),
  /** XXH64, seed 0, lower-case hex of the source bytes. */
  xx_hash: z.string(),
})

export const AssetSource = z.object({
  _type: z.literal('asset_source'),
  id: z.string(),
  url: z.string(),
  provider: z.string().nullable(),
  external_id: z.string().nullable(),
})

/** What was read from the file (v2-assets.md 4.3). Some numbers and flags are text, as they were captured. */
export const AssetMetadata = z.object({
  _type: z.literal('asset_metadata'),
  id: z.string(),
  asset_id: z.string(),
  source_timecode: z.string().nullable(),
  timecode: z.string().nullable(),
  ffprobe_metadata: z.string().nullable(),
  blob: z
    .object({
      codec: z.string().nullable(),
      video_codec: z.string().nullable(),
      audio_codec: z.string().nullable(),
      duration: z.string().nullable(),
      frames: z.string(),
      fps: z.number().nullable(),
      width: z.int().nullable(),
      height: z.int().nullable(),
      interlaced: z.boolean(),
      timecode: z.string().nullable(),
      has_audio: z.string(),
      is_audio: z.string(),
      is_image: z.string(),
      is_video: z.string(),
      is_hdr: z.boolean(),
      format_name: z.string().nullable(),
      /** Ours, of documents alone. */
      pages: z.int().nullable().optional(),
    })
    .nullable(),
})

const assetKeys = {
  _type: z.enum(ASSET_TYPES),
  id: z.string(),
  type: z.enum(ASSET_TYPES),
  account_id: z.string(),
  team_id: z.string(),
  project_id: z.string(),
  parent_id: z.string().nullable(),
  parent_asset_id: z.string().nullable(),
  creator_id: z.string(),
  creator: User,
  name: z.string(),
  description: z.string().nullable(),
  label: z.enum(LABELS),
  properties: OpenObject.nullable(),
  rating: z.number().nullable(),
  index: z.number(),
  private: z.boolean(),
  shared: z.boolean(),
  copy: z.boolean(),
  asset_type: z.enum(['document', 'image', 'stream']).nullable(),
  status: z.enum(['created', 'uploaded', 'transcoded']),
  resource_id: z.string().nullable(),
  autoversion_id: z.string().nullable(),
  includes: z.array(z.string()).nullable(),

  inserted_at: DateTime,
  updated_at: DateTime,
  uploaded_at: DateTime,
  upload_completed_at: DateTime.nullable(),
  upload_failed_at: DateTime.nullable(),
  transcoded_at: DateTime.nullable(),
  deleted_at: DateTime.nullable(),
  hard_deleted_at: DateTime.nullable(),
  archive_from: DateTime.nullable(),
  archive_scheduled_at: DateTime.nullable(),
  archive_status: z.string().nullable(),
  archived_at: DateTime.nullable(),

  filesize: z.int(),
  filetype: z.string().nullable(),
  checksums: Checksums.nullable(),
  source: AssetSource.nullable(),
  realtime_upload: RealtimeUpload.nullable(),

  item_count: z.int(),
  public_item_count: z.int(),
  comment_count: z.int(),
  view_count: z.int(),
  versions: z.int(),
  cover_asset_id: z.string().nullable(),

  duration: z.number().nullable(),
  fps: z.number().nullable(),
  frames: z.int(),
  timecode: z.string().nullable(),
  is_360: z.boolean(),
  is_hls_required: z.boolean(),
  is_session_watermarked: z.boolean(),
  is_forensically_watermarked: z.boolean(),
  allow_original_playback: z.boolean(),
  drm: z.string().nullable(),
  metadata: AssetMetadata,
  metadata_flags: MetadataFlags,
  required_transcodes: RequiredTranscodes,
  transcodes: Transcodes.nullable(),
  transcode_statuses: z.record(z.string(), TranscodeStatus).nullable(),

  hls_manifest: Link,
  h264_360: Link,
  h264_540: Link,
  h264_720: Link,
  h264_1080_best: Link,
  h264_2160: Link,
  video_h264_180: Link,
  h265_hdr_360: Link,
  h265_hdr_540: Link,
  h265_hdr_720: Link,
  h265_hdr_1080: Link,
  h265_hdr_2160: Link,
  webm_360: Link,
  webm_540: Link,
  webm_720: Link,
  webm_1080_best: Link,
  thumb: Link,
  thumb_540: Link,
  thumb_orig_ar_540: Link,
  thumb_scrub: Link,
  cover: Link,
  image_small: Link,
  image_full: Link,
  image_high: Link,
  page_thumb: Link,
  page_small: Link,
  page_full: Link,
  page_high: Link,
  pdf_proxy: Link,
  scrub_video: Link,
  scrub_sheet: Link,
  waveform: Link,
  frame_cover: Link,
  frame_custom: Link,
  frame_thumb: Link,
  audio_tracks: z.array(z.string()).nullable(),
  subtitle_tracks: z.array(z.string()).nullable(),
  master_manifest_concentrate: Link,

  workfront_approval_status: z.string().nullable(),
  workfront_asset_locked_at: DateTime.nullable(),
  workfront_asset_read_only: z.boolean().nullable(),
  workfront_connected: z.boolean().nullable(),
  workfront_task_connected: z.boolean().nullable(),
  workfront_task_id: z.string().nullable(),
  workfront_task_title: z.string().nullable(),

  bundle: z.boolean(),
  bundle_view: z.string().nullable(),
  is_bundle_child: z.boolean(),
  user_permissions: UserPermissions,

  /** Left out, not null, when the caller may not download it and on what is not a file (delete-asset-page.md). */
  original: z.string().optional(),
  /** Left out when downloading is not allowed, and on folders (v2-assets.md 4.1). */
  downloads: Downloads.optional(),
  /** Only in the answer to a create: one PUT URL per part (v2-assets.md 6). */
  upload_urls: z.array(z.string()).optional(),
  /** Only in the answer to a create: equals upload_urls[0]. */
  original_upload: z.string().optional(),
  /** Embedded by GET of one asset. */
  project: Project.optional(),
}

const LeafAsset = z.object(assetKeys)

export const Asset = LeafAsset.extend({
  /** With include=children: at most three (v2-assets.md 3.8). */
  children: z.array(LeafAsset).optional(),
  /** On version stacks: the newest version. */
  cover_asset: LeafAsset.optional(),
  /** With include=review_links. */
  review_links: z.array(OpenObject).optional(),
})
/** `filesize` bytes, `duration` seconds, `frames` whole pictures, `index` ascending = display order. */
export type Asset = z.infer<typeof Asset>

/** Names of the MP4 proxies, smallest first. */
export const H264_RUNGS = ['h264_360', 'h264_540', 'h264_720', 'h264_1080_best', 'h264_2160'] as const
export type H264Rung = (typeof H264_RUNGS)[number]
