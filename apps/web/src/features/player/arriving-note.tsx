import type { MediaStore } from '@rushes/player/media-store'
import { useAssetPhase } from '../assets/use-asset-phase.ts'
import type { ShownAsset } from './use-arriving-asset.ts'
import { useIsWaiting } from './use-is-waiting.ts'
import './preview-note.css'

/** Says that a film is still on its way, and when the part that is wanted has yet to come. */
export function ArrivingNote({ asset, store }: { asset: ShownAsset; store: MediaStore }) {
  const phase = useAssetPhase({ ...asset, asset_type: null })
  const isWaiting = useIsWaiting(store)
  if (asset.upload_completed_at !== null) return null
  const arrived =
    phase.kind === 'busy' && phase.fraction !== null ? `${String(Math.floor(phase.fraction * 100))} %` : null
  return (
    <output className="preview-note numbers">
      {isWaiting
        ? `This part has not arrived yet. It is shown as soon as it is here${arrived === null ? '' : ` (${arrived} uploaded)`}.`
        : `Still uploading${arrived === null ? '' : ` (${arrived})`}. What has arrived can be watched.`}
    </output>
  )
}
