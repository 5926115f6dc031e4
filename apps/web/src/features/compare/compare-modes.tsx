// How the two pictures lie, and how much of the second one is seen.
import { Columns2, Contrast, Layers2, SquareSplitHorizontal } from 'lucide-react'
import type { ReactNode } from 'react'
import { Slider } from '../../ui/slider.tsx'
import './compare-modes.css'

export const COMPARE_MODES = ['side', 'overlay', 'wipe', 'difference'] as const
export type CompareMode = (typeof COMPARE_MODES)[number]

const NAMES: Record<CompareMode, string> = {
  side: 'Side by side',
  overlay: 'Overlay',
  wipe: 'Wipe',
  difference: 'Difference',
}
const ICONS: Record<CompareMode, ReactNode> = {
  side: <Columns2 aria-hidden />,
  overlay: <Layers2 aria-hidden />,
  wipe: <SquareSplitHorizontal aria-hidden />,
  difference: <Contrast aria-hidden />,
}

export function CompareModes(props: {
  mode: CompareMode
  onMode: (mode: CompareMode) => void
  share: number
  onShare: (share: number) => void
  /** What the slider shows more of. */
  overName: string
}) {
  const { mode, onMode } = props
  return (
    <div className="compare-bar">
      <div className="compare-modes" role="radiogroup" aria-label="How to compare">
        {COMPARE_MODES.map((name) => (
          <button
            key={name}
            type="button"
            // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a row of buttons that reads as one choice
            role="radio"
            aria-checked={mode === name}
            aria-label={NAMES[name]}
            className="compare-mode"
            onClick={() => onMode(name)}
          >
            {ICONS[name]}
            <span className="compare-mode-name">{NAMES[name]}</span>
          </button>
        ))}
      </div>
      {(mode === 'overlay' || mode === 'wipe') && (
        <div className="compare-share">
          <Slider
            label={`How much of ${props.overName}`}
            value={props.share}
            min={0}
            max={1}
            step={0.01}
            onChange={props.onShare}
          />
          <span className="compare-share-name numbers">{props.overName}</span>
        </div>
      )}
    </div>
  )
}
