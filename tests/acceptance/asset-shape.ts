// What the reference fixes about the shape of an Asset, written down once more, from the page and not from our schemas.

type Kind = 'uuid' | 'date-time' | 'string' | 'boolean' | 'integer' | 'number' | 'object' | 'strings' | 'url'

/** delete-asset-page.md: there on every Asset, with this JSON type or null. `original` has rules of its own. */
const documented: Record<string, Kind> = {
  account_id: 'uuid',
  archive_from: 'date-time',
  archive_scheduled_at: 'date-time',
  archive_status: 'string',
  archived_at: 'date-time',
  asset_type: 'string',
  bundle: 'boolean',
  bundle_view: 'string',
  cover_asset_id: 'uuid',
  creator: 'object',
  'creator.digest_frequency': 'string',
  'creator.image_32': 'string',
  'creator.image_128': 'string',
  'creator.from_google': 'boolean',
  'creator.mfa_enforced_at': 'date-time',
  'creator.email': 'string',
  'creator.name': 'string',
  'creator.image_64': 'string',
  'creator.timezone_value': 'string',
  'creator.account_id': 'uuid',
  'creator.updated_at': 'date-time',
  'creator.image_256': 'string',
  'creator._type': 'string',
  'creator.user_hash': 'string',
  'creator.upload_url': 'string',
  'creator.profile_image': 'string',
  'creator.first_login_at': 'date-time',
  'creator.joined_via': 'string',
  'creator.id': 'string',
  'creator.next_digest_date': 'date-time',
  'creator.last_seen': 'date-time',
  'creator.inserted_at': 'date-time',
  'creator.from_adobe': 'boolean',
  'creator.avatar_color': 'string',
  'creator.highest_account_role': 'string',
  'creator.integrations': 'strings',
  'creator.roles': 'object',
  'creator.roles.admin': 'boolean',
  'creator.roles.id': 'string',
  'creator.roles.sales': 'boolean',
  'creator.roles.support': 'boolean',
  'creator.roles.service_desk': 'boolean',
  'creator.user_default_color': 'string',
  frames: 'integer',
  hard_deleted_at: 'date-time',
  id: 'uuid',
  index: 'number',
  is_bundle_child: 'boolean',
  is_hls_required: 'boolean',
  is_session_watermarked: 'boolean',
  item_count: 'integer',
  label: 'string',
  metadata: 'object',
  metadata_flags: 'object',
  'metadata_flags.id': 'uuid',
  'metadata_flags.is_360': 'boolean',
  'metadata_flags.is_hdr': 'boolean',
  'metadata_flags.is_original_player_compatible': 'boolean',
  name: 'string',
  parent_asset_id: 'uuid',
  project_id: 'uuid',
  properties: 'object',
  required_transcodes: 'object',
  'required_transcodes.cover': 'boolean',
  'required_transcodes.finalized': 'strings',
  'required_transcodes.h264_1080_best': 'boolean',
  'required_transcodes.h264_2160': 'boolean',
  'required_transcodes.h264_360': 'boolean',
  'required_transcodes.h264_540': 'boolean',
  'required_transcodes.h264_720': 'boolean',
  'required_transcodes.image_full': 'boolean',
  'required_transcodes.image_high': 'boolean',
  'required_transcodes.page_proxy': 'boolean',
  'required_transcodes.thumb': 'boolean',
  'required_transcodes.thumb_540': 'boolean',
  'required_transcodes.thumb_orig_ar_540': 'boolean',
  'required_transcodes.thumb_scrub': 'boolean',
  team_id: 'string',
  type: 'string',
  user_permissions: 'object',
  'user_permissions.can_download': 'boolean',
  'user_permissions.can_modify_template': 'boolean',
  'user_permissions.can_public_share_presentation': 'boolean',
  'user_permissions.can_public_share_review_link': 'boolean',
  'user_permissions.can_share_downloadable_presentation': 'boolean',
  'user_permissions.can_share_downloadable_review_link': 'boolean',
  'user_permissions.can_share_unwatermarked_presentation': 'boolean',
  'user_permissions.can_share_unwatermarked_review_link': 'boolean',
  view_count: 'integer',
}

/** v2-assets.md 4.2 and the captures: in addition, on every Asset. */
const further: Record<string, Kind> = {
  _type: 'string',
  allow_original_playback: 'boolean',
  audio_tracks: 'strings',
  autoversion_id: 'uuid',
  checksums: 'object',
  comment_count: 'integer',
  copy: 'boolean',
  cover: 'url',
  creator_id: 'uuid',
  deleted_at: 'date-time',
  description: 'string',
  drm: 'string',
  duration: 'number',
  filesize: 'integer',
  filetype: 'string',
  fps: 'number',
  includes: 'strings',
  inserted_at: 'date-time',
  is_360: 'boolean',
  is_forensically_watermarked: 'boolean',
  parent_id: 'uuid',
  private: 'boolean',
  public_item_count: 'integer',
  rating: 'number',
  realtime_upload: 'object',
  resource_id: 'uuid',
  shared: 'boolean',
  source: 'object',
  status: 'string',
  subtitle_tracks: 'strings',
  timecode: 'string',
  transcode_statuses: 'object',
  transcoded_at: 'date-time',
  transcodes: 'object',
  updated_at: 'date-time',
  upload_completed_at: 'date-time',
  upload_failed_at: 'date-time',
  uploaded_at: 'date-time',
  versions: 'integer',
  ...Object.fromEntries(
    [
      ...'frame_cover frame_custom frame_thumb hls_manifest image_full image_high image_small'.split(' '),
      ...'h264_360 h264_540 h264_720 h264_1080_best h264_2160 video_h264_180'.split(' '),
      ...'h265_hdr_360 h265_hdr_540 h265_hdr_720 h265_hdr_1080 h265_hdr_2160'.split(' '),
      ...'page_full page_high page_small page_thumb pdf_proxy scrub_sheet scrub_video'.split(' '),
      ...'thumb thumb_540 thumb_orig_ar_540 thumb_scrub waveform'.split(' '),
      ...'webm_360 webm_540 webm_720 webm_1080_best'.split(' '),
    ].map((key): [string, Kind] => [key, 'url']),
  ),
}

/** Never null on any Asset (v2-assets.md 4.2, column Null; kiwi's and the Java uploader's models). */
const neverNull = [
  ...'id _type type name label private shared index copy project_id team_id account_id creator_id creator'.split(
    ' ',
  ),
  ...'inserted_at updated_at uploaded_at status filesize item_count public_item_count comment_count'.split(
    ' ',
  ),
  ...'view_count versions frames is_360 is_hls_required is_session_watermarked allow_original_playback'.split(
    ' ',
  ),
  ...'is_forensically_watermarked user_permissions required_transcodes metadata bundle is_bundle_child'.split(
    ' ',
  ),
  'creator.id',
  'creator.name',
  'creator.email',
  'creator.account_id',
  'creator._type',
]

const uuid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/
/** Six fractional digits and Z (v2-platform.md 2). */
const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/

const checks: Record<Kind, (value: unknown) => boolean> = {
  uuid: (value) => typeof value === 'string' && uuid.test(value),
  'date-time': (value) => typeof value === 'string' && dateTime.test(value),
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  integer: (value) => Number.isSafeInteger(value),
  number: (value) => typeof value === 'number' && Number.isFinite(value),
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  strings: (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
  url: (value) => typeof value === 'string' && URL.canParse(value),
}

/** Everything about an Asset that is not as the reference has it; empty when all is well. */
export function problemsOfAsset(asset: object): string[] {
  const problems: string[] = []
  for (const [path, kind] of Object.entries({ ...documented, ...further })) {
    const value = valueAt(asset, path)
    if (value === undefined) problems.push(`${path} is missing`)
    else if (value === null && neverNull.includes(path)) problems.push(`${path} is null`)
    else if (value !== null && !checks[kind](value))
      problems.push(`${path} is no ${kind} but ${JSON.stringify(value)}`)
  }
  const read = (key: string) => valueAt(asset, key)
  const oneOf = (key: string, allowed: unknown[]) => {
    if (!allowed.includes(read(key))) problems.push(`${key} is ${JSON.stringify(read(key))}`)
  }
  oneOf('type', ['file', 'folder', 'version_stack'])
  oneOf('asset_type', ['document', 'image', 'stream', null])
  oneOf('label', ['none', 'in_progress', 'needs_review', 'approved'])
  oneOf('status', ['created', 'uploaded', 'transcoded'])
  if (read('_type') !== read('type')) problems.push('_type differs from type')
  if (read('parent_id') !== read('parent_asset_id')) problems.push('parent_asset_id differs from parent_id')
  return [...problems, ...problemsOfDownload(asset)]
}

/** `original` and `downloads` are missing, not null, where there is nothing to download (v2-assets.md 4.1). */
function problemsOfDownload(asset: object): string[] {
  const isDownloadable =
    valueAt(asset, 'type') === 'file' && valueAt(asset, 'user_permissions.can_download') === true
  const original = valueAt(asset, 'original')
  const downloads = valueAt(asset, 'downloads')
  if (!isDownloadable) {
    return [
      ...(original === undefined ? [] : ['original is there']),
      ...(downloads === undefined ? [] : ['downloads is there']),
    ]
  }
  const keys = 'h264_1080_best h264_2160 h264_360 h264_540 h264_720 image_full image_high image_small'
  return [
    ...(checks.url(original) ? [] : ['original is no url']),
    ...keys.split(' ').flatMap((key) => {
      const value = valueAt(asset, `downloads.${key}`)
      return value === null || checks.url(value) ? [] : [`downloads.${key} is ${JSON.stringify(value)}`]
    }),
  ]
}

/** `undefined`: there is no such key, or something above it is null or no object. Null objects have null members. */
function valueAt(object: object, path: string): unknown {
  let value: unknown = object
  for (const key of path.split('.')) {
    if (value === null) return null
    if (typeof value !== 'object') return undefined
    value = (value as Record<string, unknown>)[key]
  }
  return value
}
