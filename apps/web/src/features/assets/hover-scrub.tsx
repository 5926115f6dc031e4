// Moving the pointer over a card runs through the video, by the scrub sheet.
import type { Asset } from '@rushes/contract/assets'
import { formatSeconds } from '@rushes/player/timecode'
import { useState } from 'react'
import type { PointerEvent } from 'react'
import { ownUrl } from '../../ui/own-url.ts'
import { pictureAspect } from './picture-aspect.ts'
import { ScrubTile } from './scrub-tile.tsx'
import './hover-scrub.css'

const WIDE = 16 / 9

export function HoverScrub({ asset }: { asset: Asset }) {
  const [fraction, setFraction] = useState<number | null>(null)
  const [isLoaded, setLoaded] = useState(false)
  const sheet = asset.thumb_scrub === null ? null : ownUrl(asset.thumb_scrub)

  function follow(event: PointerEvent<HTMLDivElement>): void {
    if (event.pointerType === 'touch') return
    const { left, width } = event.currentTarget.getBoundingClientRect()
    setFraction(Math.max(0, Math.min(1, (event.clientX - left) / width)))
  }

  if (sheet === null) return null
  return (
    <div className="hover-scrub" onPointerMove={follow} onPointerLeave={() => setFraction(null)}>
      {fraction !== null && (
        <>
          {!isLoaded && (
            <img className="hover-scrub-loader" src={sheet} alt="" onLoad={() => setLoaded(true)} />
          )}
          {isLoaded && (
            <ScrubTile
              sheetUrl={sheet}
              fraction={fraction}
              frameCount={asset.frames}
              className={fits(asset) ? 'hover-scrub-tile' : 'hover-scrub-tile hover-scrub-tile-tall'}
              aspect={pictureAspect(asset) ?? WIDE}
            />
          )}
          <div className="hover-scrub-track">
            <div className="hover-scrub-place" style={{ transform: `scaleX(${String(fraction)})` }} />
          </div>
          {asset.duration !== null && (
            <span
              className="hover-scrub-time numbers"
              style={{ left: `clamp(26px, ${String(fraction * 100)}%, calc(100% - 26px))` }}
            >
              {formatSeconds(fraction * asset.duration)}
            </span>
          )}
        </>
      )}
    </div>
  )
}

/** Pictures at least as wide as the card fill its height; narrower ones its width, as the still below does. */
function fits(asset: Asset): boolean {
  return (pictureAspect(asset) ?? WIDE) >= WIDE
}
