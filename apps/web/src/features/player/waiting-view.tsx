import type { Asset } from '@rushes/contract/assets'
import { ownUrl } from '../../ui/own-url.ts'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { useAssetPhase } from '../assets/use-asset-phase.ts'
import { FileView } from './file-view.tsx'
import './waiting-view.css'

/** There is nothing to watch yet, but there will be: what is going on, over the first picture if there is one. */
export function WaitingView({ asset }: { asset: Asset }) {
  const phase = useAssetPhase(asset)
  if (phase.kind === 'failed') return <FileView asset={asset} problem={phase.reason} />
  const picture = asset.thumb_orig_ar_540 ?? asset.thumb_540
  return (
    <div className="stage waiting">
      {picture !== null && <img className="waiting-picture" src={ownUrl(picture)} alt="" />}
      <output className="waiting-words">
        <p className="waiting-phrase numbers">{phase.kind === 'ready' ? 'Almost there' : phase.phrase}</p>
        {phase.kind !== 'waiting' && (
          <ProgressBar
            fraction={phase.kind === 'busy' ? phase.fraction : null}
            label={phase.kind === 'busy' ? phase.phrase : 'Preparing'}
          />
        )}
        <p className="waiting-note">
          It starts to play as soon as there is something to see. You need not stay.
        </p>
      </output>
    </div>
  )
}
