import type { Asset } from '@rushes/contract/assets'
import { kindOfAsset } from '@rushes/player/source-choice'
import { formatSeconds } from '@rushes/player/timecode'
import { AudioLines, Clapperboard, File, FileText, Image, Layers, TriangleAlert } from 'lucide-react'
import { ownUrl } from '../../ui/own-url.ts'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { CardWaveform } from './card-waveform.tsx'
import { HoverScrub } from './hover-scrub.tsx'
import { LabelDot } from './label-dot.tsx'
import { LABEL_NAMES } from './labels.ts'
import { pictureAspect } from './picture-aspect.ts'
import { useAssetPhase } from './use-asset-phase.ts'
import '../../ui/picture-frame.css'
import './card-picture.css'

/** Pictures narrower than this are shown whole instead of filling the card: width ÷ height. */
const UPRIGHT_ASPECT = 1.2

/** What a file looks like; a stack looks like its newest version. */
export function CardPicture({ card }: { card: Asset }) {
  const asset = card.cover_asset ?? card
  const phase = useAssetPhase(asset)
  const kind = kindOfAsset(asset)
  const isUpright = (pictureAspect(asset) ?? 2) < UPRIGHT_ASPECT
  // The smallest is there long before the others.
  const cut = asset.thumb_540 ?? asset.thumb
  const picture = isUpright ? (asset.thumb_orig_ar_540 ?? cut) : cut
  return (
    <div
      className={isUpright ? 'picture-frame card-picture card-picture-upright' : 'picture-frame card-picture'}
    >
      {picture === null ? (
        <Placeholder asset={asset} />
      ) : (
        <img src={ownUrl(picture)} alt="" loading="lazy" decoding="async" draggable={false} />
      )}
      {kind === 'video' && asset.thumb_scrub !== null && <HoverScrub asset={asset} />}
      {asset.label !== 'none' && (
        <span className="card-label">
          <LabelDot label={asset.label} />
          <span className="card-label-name">{LABEL_NAMES[asset.label]}</span>
        </span>
      )}
      {phase.kind === 'busy' && (
        <div className="card-phase">
          <span className="card-phase-text numbers">{phase.phrase}</span>
          <ProgressBar fraction={phase.fraction} label={phase.phrase} />
        </div>
      )}
      {phase.kind === 'waiting' && (
        <div className="card-phase">
          <span className="card-phase-text">{phase.phrase}</span>
        </div>
      )}
      {phase.kind === 'failed' && (
        <div className="card-phase card-phase-failed" title={phase.reason}>
          <TriangleAlert aria-hidden />
          <span className="card-phase-text">{phase.reason}</span>
        </div>
      )}
      {(phase.kind === 'ready' || card !== asset) && <Badge card={card} asset={asset} />}
    </div>
  )
}

/** How long it is, or what it is, in the corner. */
function Badge({ card, asset }: { card: Asset; asset: Asset }) {
  const kind = kindOfAsset(asset)
  const isStack = card.type === 'version_stack'
  if (asset.duration === null && !isStack && kind !== 'image') return null
  return (
    <span className="card-badge numbers">
      {isStack && <Layers aria-label="Version stack" />}
      {kind === 'audio' && <AudioLines aria-label="Sound" />}
      {kind === 'image' && <Image aria-label="Picture" />}
      {asset.duration !== null && <span>{formatSeconds(asset.duration)}</span>}
      {isStack && card.versions > 0 && <span>v{card.versions}</span>}
    </span>
  )
}

function Placeholder({ asset }: { asset: Asset }) {
  const kind = kindOfAsset(asset)
  if (kind === 'audio' && asset.waveform !== null) return <CardWaveform asset={asset} />
  const extension = /\.(\w{1,5})$/.exec(asset.name)?.[1]
  const Icon = {
    video: Clapperboard,
    audio: AudioLines,
    image: Image,
    document: FileText,
    other: File,
  }[kind]
  return (
    <div className="card-placeholder">
      <Icon aria-hidden />
      {extension !== undefined && <span className="card-extension">{extension}</span>}
    </div>
  )
}
