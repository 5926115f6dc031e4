import type { Asset } from '@rushes/contract/assets'
import type { MediaStore } from '@rushes/player/media-store'
import { useQuery } from '@tanstack/react-query'
import { useServices } from '../../services.ts'
import { formatTimeLeft, secondsUntil } from '../../ui/format-time.ts'
import { pipelineQuery } from '../assets/asset-queries.ts'
import { useAssetPhase } from '../assets/use-asset-phase.ts'
import { useIsWaiting } from './use-is-waiting.ts'
import type { PreviewState } from './use-media-source.ts'
import './preview-note.css'

/** Says plainly that what plays is a quick preview, what its viewer waits for, and when the better ones are there. */
export function PreviewNote(props: {
  asset: Asset
  store: MediaStore
  preview: Exclude<PreviewState, 'no'>
  onReopen: () => void
}) {
  const { asset, store, preview, onReopen } = props
  const { client } = useServices()
  const phase = useAssetPhase(asset)
  const isWaiting = useIsWaiting(store)
  const { data: pipeline } = useQuery({ ...pipelineQuery(client, asset.id), enabled: preview === 'coming' })
  if (preview === 'outdone')
    return (
      <output className="preview-note">
        The full quality is ready.
        <button type="button" className="preview-note-switch" onClick={onReopen}>
          Switch to it
        </button>
      </output>
    )
  const ends = (pipeline?.renditions ?? []).flatMap(({ ends_at: endsAt }) => endsAt ?? [])
  const latest = ends.toSorted().at(-1)
  const progress = [
    ...(phase.kind === 'busy' && phase.fraction !== null
      ? [`${String(Math.floor(phase.fraction * 100))} %`]
      : []),
    ...(preview === 'coming' && latest !== undefined ? [formatTimeLeft(secondsUntil(latest))] : []),
  ].join(', ')
  const soFar = progress === '' ? '' : ` (${progress})`
  return (
    <output className="preview-note numbers">
      {preview === 'coming' && phase.kind === 'busy'
        ? `This part cannot be shown yet. It comes with the full quality${soFar}.`
        : isWaiting
          ? 'This part is being made. It is shown in a moment.'
          : phase.kind === 'busy'
            ? `Quick preview. Full quality is being made${soFar}.`
            : 'Quick preview. Full quality was not made.'}
    </output>
  )
}
