// Safe areas, the centre and what another aspect ratio would leave of the picture, exactly over it.
import type { MediaStore } from '@rushes/player/media-store'
import { useRef } from 'react'
import { usePictureBox } from '../comments/use-picture-box.ts'
import type { Box } from '../comments/use-picture-box.ts'
import { MASKS, SAFE_AREAS, shownGuides, useGuides } from './guides.ts'
import { useMediaState } from './use-media-store.ts'
import './frame-guides.css'

const CENTRE_PIXELS = 18

export function FrameGuides({ store }: { store: MediaStore }) {
  const layer = useRef<HTMLDivElement>(null)
  const width = useMediaState(store, (state) => state.videoWidth)
  const height = useMediaState(store, (state) => state.videoHeight)
  const box = usePictureBox(layer, width, height)
  const guides = shownGuides(useGuides())
  const mask = MASKS.find(({ id }) => id === guides.mask)
  const safeAreas = SAFE_AREAS.filter(({ key }) => guides[key])
  const names = [...safeAreas.map(({ label }) => label), guides.hasCentre && 'centre', mask?.label]
  const shown = names.filter((name) => typeof name === 'string')
  return (
    <div ref={layer} className="guides">
      {box !== null && shown.length > 0 && (
        <svg
          style={{ left: box.x, top: box.y, width: box.width, height: box.height }}
          viewBox={`0 0 ${String(box.width)} ${String(box.height)}`}
          role="img"
          aria-label={`Guides: ${shown.join(', ')}`}
        >
          <Lines
            picture={box}
            kept={mask === undefined ? { ...box, x: 0, y: 0 } : keptBy(mask.aspect, box)}
            shares={safeAreas.map(({ share }) => share)}
            hasCentre={guides.hasCentre}
          />
        </svg>
      )}
    </div>
  )
}

/** Safe areas are those of what the mask keeps: of the picture that will be shown. */
function Lines({
  picture,
  kept,
  shares,
  hasCentre,
}: {
  picture: Box
  kept: Box
  shares: readonly number[]
  hasCentre: boolean
}) {
  const [middleX, middleY] = [picture.width / 2, picture.height / 2]
  const isMasked = kept.width < picture.width - 0.5 || kept.height < picture.height - 0.5
  return (
    <>
      {isMasked && (
        <>
          <path
            className="guides-shade"
            fillRule="evenodd"
            d={`${outline({ ...picture, x: 0, y: 0 })}${outline(kept)}`}
          />
          <path className="guides-line" d={outline(kept)} />
        </>
      )}
      {shares.map((share) => (
        <path key={share} className="guides-line" d={outline(shareOf(kept, share))} />
      ))}
      {hasCentre && (
        <path
          className="guides-line"
          d={`M${String(middleX - CENTRE_PIXELS)} ${String(middleY)}h${String(2 * CENTRE_PIXELS)}M${String(middleX)} ${String(middleY - CENTRE_PIXELS)}v${String(2 * CENTRE_PIXELS)}`}
        />
      )}
    </>
  )
}

function keptBy(aspect: number, picture: Box): Box {
  const width = Math.min(picture.width, picture.height * aspect)
  const height = Math.min(picture.height, picture.width / aspect)
  return { x: (picture.width - width) / 2, y: (picture.height - height) / 2, width, height }
}

function shareOf({ x, y, width, height }: Box, share: number): Box {
  const left = (1 - share) / 2
  return { x: x + width * left, y: y + height * left, width: width * share, height: height * share }
}

function outline({ x, y, width, height }: Box): string {
  return `M${String(x)} ${String(y)}h${String(width)}v${String(height)}h${String(-width)}z`
}
