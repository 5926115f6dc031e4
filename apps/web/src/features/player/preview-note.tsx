import type { Asset } from '@rushes/contract/assets'
import { useAssetPhase } from '../assets/use-asset-phase.ts'
import type { PreviewState } from './use-media-source.ts'
import './preview-note.css'

/** Says plainly that what plays is a quick preview, how far the better ones are, and when they are there. */
export function PreviewNote(props: { asset: Asset; preview: PreviewState; onReopen: () => void }) {
  const { asset, preview, onReopen } = props
  const phase = useAssetPhase(asset)
  if (preview === 'no') return null
  if (preview === 'outdone')
    return (
      <output className="preview-note">
        The full quality is ready.
        <button type="button" className="preview-note-switch" onClick={onReopen}>
          Switch to it
        </button>
      </output>
    )
  const percent =
    phase.kind === 'busy' && phase.fraction !== null ? ` (${String(Math.floor(phase.fraction * 100))} %)` : ''
  return (
    <output className="preview-note numbers">
      {phase.kind !== 'busy'
        ? 'Quick preview. Full quality was not made.'
        : preview === 'coming'
          ? `This part cannot be shown yet. It comes with the full quality${percent}.`
          : `Quick preview. Full quality is being made${percent}.`}
    </output>
  )
}
