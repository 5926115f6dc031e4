// A film that is still being uploaded, with what its ends tell of it already: enough to play what has arrived.
import type { Asset } from '@rushes/contract/assets'
import type { ArrivingMedia } from '@rushes/contract/pipeline'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
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
  const found = useLastFound(asset.id, pipeline?.arriving ?? null)
  return useMemo(
    () => (isArriving && found !== null ? withArriving(asset, found) : asset),
    [asset, isArriving, found],
  )
}

/**
 * Once the whole file has been looked at the server says nothing of its ends any more, and that may be heard before the
 * asset says what it is. In between what was found still holds, or the film would be taken away and come back at 0.
 */
function useLastFound(assetId: string, found: ArrivingMedia | null): ArrivingMedia | null {
  const [kept, setKept] = useState({ assetId, found })
  if (kept.assetId === assetId && (found === null || kept.found === found)) return kept.found
  setKept({ assetId, found })
  return found
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
