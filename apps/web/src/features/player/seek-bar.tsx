// The line of the whole film: where it is, what is loaded, and what lies under the pointer.
import type { Asset } from '@rushes/contract/assets'
import type { MediaFacts } from '@rushes/player/media-state'
import type { MediaStore } from '@rushes/player/media-store'
import type { TimecodeClock } from '@rushes/player/timecode'
import { useState } from 'react'
import type { PointerEvent } from 'react'
import { ownUrl } from '../../ui/own-url.ts'
import { pictureAspect } from '../assets/picture-aspect.ts'
import { ScrubTile } from '../assets/scrub-tile.tsx'
import { formatPlace } from './use-clock.ts'
import { useMediaState } from './use-media-store.ts'
import './seek-bar.css'

interface SeekBarProps {
  asset: Asset
  store: MediaStore
  facts: MediaFacts
  clock: TimecodeClock | null
}

const WIDE = 16 / 9

export function SeekBar({ asset, store, facts, clock }: SeekBarProps) {
  const [pointedAt, setPointedAt] = useState<number | null>(null)
  const lastFrame = Math.max(1, facts.frameCount - 1)
  const hasFrames = facts.rate !== null && facts.frameCount > 0

  function fractionAt(event: PointerEvent<HTMLDivElement>): number {
    const { left, width } = event.currentTarget.getBoundingClientRect()
    return Math.max(0, Math.min(1, (event.clientX - left) / width))
  }
  function seek(fraction: number): void {
    if (hasFrames) store.dispatch({ type: 'seek-frame', frameIndex: Math.round(fraction * lastFrame) })
    else store.dispatch({ type: 'seek-seconds', seconds: fraction * store.getState().durationSeconds })
  }

  return (
    <div
      className="seek"
      onPointerDown={(event) => {
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        seek(fractionAt(event))
        setPointedAt(fractionAt(event))
      }}
      onPointerMove={(event) => {
        setPointedAt(fractionAt(event))
        if (event.currentTarget.hasPointerCapture(event.pointerId)) seek(fractionAt(event))
      }}
      onPointerUp={(event) => event.pointerType !== 'mouse' && setPointedAt(null)}
      onPointerLeave={() => setPointedAt(null)}
    >
      <div className="seek-track">
        <Buffered store={store} />
        {pointedAt !== null && (
          <div className="seek-pointed" style={{ transform: `scaleX(${String(pointedAt)})` }} />
        )}
      </div>
      <Playhead store={store} clock={clock} lastFrame={hasFrames ? lastFrame : null} />
      {pointedAt !== null && (
        <Preview
          asset={asset}
          fraction={pointedAt}
          text={formatPlace(clock, Math.round(pointedAt * lastFrame), pointedAt * (asset.duration ?? 0))}
        />
      )}
    </div>
  )
}

/** What was played, and the handle. A slider for those who listen; the keys are those of the whole player. */
function Playhead({
  store,
  clock,
  lastFrame,
}: {
  store: MediaStore
  clock: TimecodeClock | null
  lastFrame: number | null
}) {
  const frameIndex = useMediaState(store, (state) => state.frameIndex)
  const seconds = useMediaState(store, (state) => (lastFrame === null ? state.seconds : 0))
  const durationSeconds = useMediaState(store, (state) => state.durationSeconds)
  const value = lastFrame === null ? seconds : frameIndex
  const max = lastFrame ?? durationSeconds
  const fraction = max === 0 ? 0 : Math.min(1, value / max)
  return (
    <>
      <div className="seek-played" style={{ transform: `scaleX(${String(fraction)})` }} />
      <div
        className="seek-head"
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an input cannot show what is loaded
        role="slider"
        tabIndex={0}
        aria-label="Place in the film"
        aria-valuemin={0}
        aria-valuemax={Math.round(max)}
        aria-valuenow={Math.round(value)}
        aria-valuetext={formatPlace(clock, frameIndex, seconds)}
        style={{ left: `${String(fraction * 100)}%` }}
      />
    </>
  )
}

function Buffered({ store }: { store: MediaStore }) {
  const ranges = useMediaState(store, (state) => state.buffered)
  const durationSeconds = useMediaState(store, (state) => state.durationSeconds)
  if (durationSeconds === 0) return null
  return ranges.map(({ startSeconds, endSeconds }) => (
    <div
      key={startSeconds}
      className="seek-buffered"
      style={{
        left: `${String((startSeconds / durationSeconds) * 100)}%`,
        width: `${String(((endSeconds - startSeconds) / durationSeconds) * 100)}%`,
      }}
    />
  ))
}

/** The picture and the timecode above the pointer. */
function Preview({ asset, fraction, text }: { asset: Asset; fraction: number; text: string }) {
  const sheet = asset.thumb_scrub
  const aspect = pictureAspect(asset) ?? WIDE
  const classes = [
    'seek-preview',
    sheet !== null && 'seek-preview-picture',
    aspect < 1 && 'seek-preview-upright',
  ]
  return (
    <div className={classes.filter(Boolean).join(' ')} style={{ '--place': `${String(fraction * 100)}%` }}>
      {sheet !== null && (
        <ScrubTile
          className="seek-tile"
          sheetUrl={ownUrl(sheet)}
          fraction={fraction}
          frameCount={asset.frames}
          aspect={aspect}
        />
      )}
      <span className="seek-time numbers">{text}</span>
    </div>
  )
}
