// What a player shows for an asset: the original where the browser can play it, made-for-viewing media otherwise, and
// an honest word where there is nothing to see yet.

/** The parts of a V2 asset that decide. */
export interface PlayableAsset {
  asset_type: string | null
  filetype: string | null
  fps: number | null
  frames: number
  duration: number | null
  upload_completed_at: string | null
  transcoded_at: string | null
  metadata_flags: { is_original_player_compatible: boolean }
  original?: string | undefined
  /** The caller sees it under a watermark of their own, which nothing but `hls_manifest` has. */
  is_hls_required: boolean
  hls_manifest: string | null
  h264_2160: string | null
  h264_1080_best: string | null
  h264_720: string | null
  h264_540: string | null
  h264_360: string | null
  image_high: string | null
  image_full: string | null
  image_small: string | null
  page_full: string | null
  page_small: string | null
  /** What plays before all of it is there: its original, where browsers can play it. */
  arriving?: { original: string | null } | undefined
}

export type AssetKind = 'video' | 'audio' | 'image' | 'document' | 'other'
export type SourceKind = 'original' | 'hls' | 'proxy' | 'image'

export type Source =
  | { kind: SourceKind; url: string }
  /** Bytes are still arriving. */
  | { kind: 'uploading' }
  /** Something to look at is being made. */
  | { kind: 'preparing' }
  /** Nothing of it can be shown; the file itself can still be fetched. */
  | { kind: 'none' }

/** What sort of thing a file is. Falls back to the name of its type until it was looked into. */
export function kindOfAsset(asset: PlayableAsset): AssetKind {
  if (asset.asset_type === 'image') return 'image'
  if (asset.asset_type === 'document') return 'document'
  const family = asset.filetype?.split('/')[0]
  if (asset.asset_type === 'stream') return asset.frames > 0 ? 'video' : 'audio'
  if (family === 'video' || family === 'audio' || family === 'image') return family
  return 'other'
}

/**
 * Chooses what to show. `failed` names what was tried and did not work in this browser; `preferred` is the viewer's
 * wish and is followed where possible.
 */
export function chooseSource(
  asset: PlayableAsset,
  {
    failed = new Set(),
    preferred = null,
  }: { failed?: ReadonlySet<SourceKind>; preferred?: SourceKind | null } = {},
): Source {
  const choices = sourcesOf(asset).filter(({ kind }) => !failed.has(kind))
  const chosen = choices.find(({ kind }) => kind === preferred) ?? choices[0]
  if (chosen !== undefined) return chosen
  if (asset.upload_completed_at === null) return { kind: 'uploading' }
  const isWorthWaiting = asset.transcoded_at === null && kindOfAsset(asset) !== 'other'
  return { kind: isWorthWaiting ? 'preparing' : 'none' }
}

/** Everything there is to show, best first. */
export function sourcesOf(asset: PlayableAsset): { kind: SourceKind; url: string }[] {
  return candidatesOf(asset).flatMap(([kind, url]) => (url === null ? [] : [{ kind, url }]))
}

function candidatesOf(asset: PlayableAsset): [SourceKind, string | null][] {
  const whole = asset.metadata_flags.is_original_player_compatible ? (asset.original ?? null) : null
  const original = asset.arriving?.original ?? (asset.upload_completed_at === null ? null : whole)
  const assetKind = kindOfAsset(asset)
  // Once all is made and nothing larger is to be had, the small picture is what there is to see.
  const small = (url: string | null) => (asset.transcoded_at === null ? null : url)
  if (assetKind === 'document') return [['image', asset.page_full ?? small(asset.page_small)]]
  if (assetKind === 'image')
    return [
      ['original', original],
      ['image', asset.image_full ?? asset.image_high ?? small(asset.image_small)],
    ]
  if (asset.is_hls_required) return [['hls', asset.hls_manifest]]
  return [
    ['original', original],
    ['hls', asset.hls_manifest],
    ['proxy', bestProxyOf(asset)],
  ]
}

/**
 * True when HLS of this asset is the quick preview: its segments are made while one watches, and better ones are on
 * their way.
 */
export function isQuickPreview(asset: PlayableAsset): boolean {
  const { hls_manifest: url, is_hls_required: isLasting } = asset
  return kindOfAsset(asset) === 'video' && url !== null && !isLasting && bestProxyOf(asset) === null
}

/** 1080 before 2160: it plays everywhere, and who wants more has the original. */
function bestProxyOf(asset: PlayableAsset): string | null {
  return asset.h264_1080_best ?? asset.h264_720 ?? asset.h264_540 ?? asset.h264_360 ?? asset.h264_2160
}

/**
 * True when a video element that says it can play has no picture: browsers without a decoder for the video play its
 * sound alone and report a width of 0 (measured with HEVC and ProRes).
 */
export function lacksPicture(kind: AssetKind, videoWidth: number): boolean {
  return kind === 'video' && videoWidth === 0
}
