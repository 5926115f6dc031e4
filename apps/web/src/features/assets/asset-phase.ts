// What is going on with a file, in words fit for its card.
import type { Asset } from '@rushes/contract/assets'
import type { Pipeline } from '@rushes/contract/pipeline'
import { kindOfAsset } from '@rushes/player/source-choice'
import type { AssetKind } from '@rushes/player/source-choice'
import { fractionOf, isAtRest } from '../uploads/upload-item.ts'
import type { UploadItem } from '../uploads/upload-item.ts'

export type AssetPhase =
  | { kind: 'ready' }
  | { kind: 'busy'; phrase: string; /** 0 to 1; null when nobody knows. */ fraction: number | null }
  /** Bytes are missing, and nobody seems to be sending them. */
  | { kind: 'waiting'; phrase: string }
  | { kind: 'failed'; reason: string }

/** What is known besides the asset itself. */
export interface PhaseKnowledge {
  /** Its upload, when this browser does it. */
  upload?: UploadItem | null
  /** As live messages tell, 0 to 1. */
  liveFraction?: number | null
  pipeline?: Pipeline | undefined
}

const PHRASES: Partial<Record<AssetKind, string>> = { image: 'Making previews', document: 'Making pages' }

type Watched = Pick<
  Asset,
  | 'type'
  | 'asset_type'
  | 'filetype'
  | 'fps'
  | 'frames'
  | 'duration'
  | 'upload_completed_at'
  | 'upload_failed_at'
  | 'transcoded_at'
  | 'transcode_statuses'
> &
  Parameters<typeof kindOfAsset>[0]

export function assetPhase(asset: Watched, known: PhaseKnowledge = {}): AssetPhase {
  if (asset.type !== 'file') return { kind: 'ready' }
  if (asset.upload_failed_at !== null)
    return { kind: 'failed', reason: known.pipeline?.failure ?? 'The upload did not finish.' }
  if (asset.upload_completed_at === null) {
    const fraction = known.upload ? fractionOf(known.upload) : (known.liveFraction ?? null)
    if (fraction === null) return { kind: 'waiting', phrase: 'Waiting for its upload' }
    const phrase = known.upload && isAtRest(known.upload) ? 'Upload paused' : 'Uploading'
    return { kind: 'busy', phrase: withPercent(phrase, fraction), fraction }
  }
  const failure = known.pipeline?.failure ?? failureOf(asset)
  if (failure !== null) return { kind: 'failed', reason: failure }
  if (!isBeingMade(asset)) return { kind: 'ready' }
  const fraction = known.liveFraction ?? known.pipeline?.progress ?? null
  if (asset.asset_type === null) return { kind: 'busy', phrase: 'Reading the file', fraction: null }
  const phrase = PHRASES[kindOfAsset(asset)] ?? 'Making proxies'
  return { kind: 'busy', phrase: withPercent(phrase, fraction), fraction }
}

/** True while the server still makes something of a file. */
export function isBeingMade(asset: Watched): boolean {
  return (
    asset.type === 'file' &&
    asset.upload_completed_at !== null &&
    asset.transcoded_at === null &&
    kindOfAsset(asset) !== 'other'
  )
}

/** Why there is nothing to watch, when everything that could be watched failed. */
function failureOf({ transcode_statuses: statuses, transcoded_at: transcodedAt }: Watched): string | null {
  if (statuses === null || transcodedAt !== null) return null
  const watchable = Object.entries(statuses).filter(([name]) => /^(h264_\d|audio$|image_|page_)/.test(name))
  const failed = watchable.filter(([, { encode_status: status }]) => status === 'error')
  if (failed.length === 0 || failed.length < watchable.length) return null
  return failed[0]?.[1].error ?? 'Nothing that can be played could be made of this file.'
}

function withPercent(phrase: string, fraction: number | null): string {
  return fraction === null ? phrase : `${phrase} ${String(Math.floor(fraction * 100))} %`
}
