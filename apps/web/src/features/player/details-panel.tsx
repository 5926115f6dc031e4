import type { Asset } from '@rushes/contract/assets'
import { formatSeconds } from '@rushes/player/timecode'
import { ChevronDown, Copy } from 'lucide-react'
import { useServices } from '../../services.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { formatBytes } from '../../ui/format-bytes.ts'
import { formatDateTime, formatTimeAgo } from '../../ui/format-time.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { ButtonMenu } from '../../ui/menu.tsx'
import { labelEntries } from '../assets/asset-menu-entries.tsx'
import { copyText } from '../../ui/copy-text.ts'
import { LabelDot } from '../assets/label-dot.tsx'
import { LABEL_NAMES } from '../assets/labels.ts'
import type { AssetActions } from '../assets/use-asset-actions.ts'
import { assetFacts } from './asset-facts.ts'
import { PipelineTimeline } from './pipeline-timeline.tsx'
import './details-panel.css'

/** What is known about a file. */
export function DetailsPanel({ asset, actions }: { asset: Asset; actions: AssetActions }) {
  const { width, height, codec, audio } = assetFacts(asset)
  const checksum = asset.checksums?.xx_hash ?? null
  return (
    <div className="details">
      <section className="details-part">
        <h2 className="details-name">{asset.name}</h2>
        <p className="details-person">
          <Avatar person={asset.creator} sizePixels={24} />
          <span>
            {asset.creator.name}
            <time
              className="details-when"
              dateTime={asset.inserted_at}
              title={formatDateTime(asset.inserted_at)}
            >
              {formatTimeAgo(asset.inserted_at)}
            </time>
          </span>
        </p>
        <ButtonMenu entries={labelEntries([asset], actions)} align="start">
          <button type="button" className="details-label" aria-label={`Status: ${LABEL_NAMES[asset.label]}`}>
            <LabelDot label={asset.label} />
            {LABEL_NAMES[asset.label]}
            <ChevronDown aria-hidden />
          </button>
        </ButtonMenu>
      </section>
      <section className="details-part">
        <dl className="facts numbers">
          <Fact
            name="Duration"
            value={asset.duration === null ? null : formatSeconds(asset.duration, { withMilliseconds: true })}
          />
          <Fact name="Frames" value={asset.frames > 0 ? asset.frames.toLocaleString('en') : null} />
          <Fact name="Frame rate" value={asset.fps === null ? null : `${String(asset.fps)} fps`} />
          <Fact
            name="Resolution"
            value={width === null || height === null ? null : `${String(width)} × ${String(height)}`}
          />
          <Fact name="Video" value={codec} />
          <Fact name="Audio" value={audio} />
          <Fact name="Timecode" value={asset.timecode} />
          <Fact name="Size" value={formatBytes(asset.filesize)} />
          <Fact name="Type" value={asset.filetype} />
          {checksum !== null && <Checksum value={checksum} />}
        </dl>
      </section>
      {asset.type === 'file' && <PipelineTimeline asset={asset} />}
    </div>
  )
}

function Fact({ name, value }: { name: string; value: string | null }) {
  if (value === null) return null
  return (
    <div className="fact">
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}

function Checksum({ value }: { value: string }) {
  const { toasts } = useServices()
  return (
    <div className="fact">
      <dt>XXH64</dt>
      <dd className="fact-checksum">
        <code>{value}</code>
        <IconButton
          label="Copy checksum"
          onClick={() => void copyText(value).then(() => toasts.say('Checksum copied.'))}
        >
          <Copy />
        </IconButton>
      </dd>
    </div>
  )
}
