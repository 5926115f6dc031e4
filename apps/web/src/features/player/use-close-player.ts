import type { Asset } from '@rushes/contract/assets'
import { useNavigate } from '@tanstack/react-router'

/** The way back to where an asset lies. A link, so that it can be opened elsewhere, and a call. */
export function useClosePlayer(asset: Asset) {
  const navigate = useNavigate()
  const rootId = asset.project?.root_asset_id
  const isAtRoot = asset.parent_id === null || asset.parent_id === rootId
  const link = isAtRoot
    ? ({ to: '/projects/$projectId', params: { projectId: asset.project_id } } as const)
    : ({
        to: '/projects/$projectId/folders/$folderId',
        params: { projectId: asset.project_id, folderId: asset.parent_id ?? '' },
      } as const)
  return { link, now: () => void navigate(link) }
}
