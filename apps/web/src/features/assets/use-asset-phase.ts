import type { Asset } from '@rushes/contract/assets'
import { useQuery } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { useServices } from '../../services.ts'
import { assetPhase, isBeingMade } from './asset-phase.ts'
import type { AssetPhase } from './asset-phase.ts'
import { pipelineQuery } from './asset-queries.ts'

/** What is going on with an asset, kept up to date by live messages and by this browser's own uploads. */
export function useAssetPhase(asset: Asset): AssetPhase {
  const { client, progress, uploads } = useServices()
  const liveFraction = useSyncExternalStore(progress.subscribe, () => progress.get(asset.id))
  const upload = useSyncExternalStore(uploads.subscribe, () => uploads.itemOf(asset.id))
  const isWatched = isBeingMade(asset) || asset.upload_failed_at !== null
  const pipeline = useQuery({ ...pipelineQuery(client, asset.id), enabled: isWatched })
  return assetPhase(asset, { upload, liveFraction, pipeline: pipeline.data })
}
