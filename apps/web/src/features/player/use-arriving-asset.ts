// A film that is still being uploaded, with what its ends tell of it already: enough to play what has arrived.
import type { Asset } from '@rushes/contract/assets'
import type { ArrivingMedia } from '@rushes/contract/pipeline'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useServices } from '../../services.ts'
import { pipelineQuery } from '../assets/asset-queries.ts'

export interface ShownAsset extends Asset {
  /** Plays, and waits where it has not arrived. Left out once the whole file has been looked at. */
  arriving?: { original: string | null } | undefined
}

/** The asset; while it arrives, and until the server knows the whole of it, with what is known of it so far. */
export function useArrivingAsset(asset: Asset): ShownAsset {
  const { client } = useServices()
  const isArriving = asset.type === 'file' && asset.asset_type === null && asset.upload_failed_at === null
  const { data: pipeline } = useQuery({ ...pipelineQuery(client, asset.id), enabled: isArriving })
  const found = isArriving ? (pipeline?.arriving ?? null) : null
  return useMemo(() => (found === null ? asset : withArriving(asset, found)), [asset, found])
}

function withArriving(asset: Asset, found: ArrivingMedia): ShownAsset {
  const isPlayable = found.is_original_player_compatible && asset.original !== undefined
  const { fps, frames, duration, timecode } = found
  return {
    ...asset,
    asset_type: 'stream',
    fps,
    frames,
    duration,
    timecode,
    arriving: { original: isPlayable ? `${asset.original ?? ''}?arriving=wait` : null },
  }
}
