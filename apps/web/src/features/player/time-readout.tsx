import type { MediaFacts } from '@rushes/player/media-state'
import type { MediaStore } from '@rushes/player/media-store'
import { formatSeconds, formatTimecode, parseTimecode } from '@rushes/player/timecode'
import type { TimecodeClock } from '@rushes/player/timecode'
import { useEffect, useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import { Hint } from '../../ui/hint.tsx'
import { useMediaState } from './use-media-store.ts'
import './time-readout.css'

const MODES = ['timecode', 'frames', 'seconds'] as const
type Mode = (typeof MODES)[number]

const MODE_NAMES: Record<Mode, string> = { timecode: 'Timecode', frames: 'Frames', seconds: 'Seconds' }
const STORED_AS = 'rushes.readout'

interface TimeReadoutProps {
  store: MediaStore
  facts: MediaFacts
  clock: TimecodeClock | null
  isGoingTo: boolean
  onGoingTo: (isGoingTo: boolean) => void
}

/** Where it is: as timecode, in frames or in seconds. A click changes which; G asks where to go. */
export function TimeReadout({ store, facts, clock, isGoingTo, onGoingTo }: TimeReadoutProps) {
  const [mode, setMode] = useState(readMode)
  const frameIndex = useMediaState(store, (state) => state.frameIndex)
  const seconds = useMediaState(store, (state) => state.seconds)
  const durationSeconds = useMediaState(store, (state) => state.durationSeconds)
  const shown = clock === null ? 'seconds' : mode

  function next(): void {
    const following = MODES[(MODES.indexOf(mode) + 1) % MODES.length] ?? 'timecode'
    localStorage.setItem(STORED_AS, following)
    setMode(following)
  }

  if (isGoingTo && clock !== null)
    return (
      <GoTo
        text={formatTimecode(frameIndex, clock)}
        onEnd={(typed) => {
          onGoingTo(false)
          const frame = typed === null ? null : frameOf(typed, clock)
          if (frame !== null) store.dispatch({ type: 'seek-frame', frameIndex: frame })
        }}
      />
    )
  return (
    <Hint text={clock === null ? 'Time' : `${MODE_NAMES[shown]}, click for another`} side="top">
      <button type="button" className="readout numbers" onClick={next} disabled={clock === null}>
        <span className="readout-now">
          {shown === 'timecode' && clock !== null && formatTimecode(frameIndex, clock)}
          {shown === 'frames' && String(frameIndex)}
          {shown === 'seconds' && formatSeconds(seconds, { withMilliseconds: true })}
        </span>
        <span className="readout-all">
          {shown === 'timecode' &&
            clock !== null &&
            formatTimecode(facts.frameCount, { ...clock, startFrame: 0 })}
          {shown === 'frames' && String(facts.frameCount)}
          {shown === 'seconds' && formatSeconds(durationSeconds, { withMilliseconds: true })}
        </span>
      </button>
    </Hint>
  )
}

function GoTo({ text, onEnd }: { text: string; onEnd: (typed: string | null) => void }) {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.select(), [])
  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    if (event.key === 'Enter') onEnd(event.currentTarget.value)
    if (event.key === 'Escape') onEnd(null)
  }
  return (
    <input
      ref={field}
      className="readout-field numbers"
      aria-label="Go to timecode or frame"
      defaultValue={text}
      inputMode="numeric"
      spellCheck={false}
      onKeyDown={onKeyDown}
      onBlur={() => onEnd(null)}
    />
  )
}

/** A timecode, or a plain number as a frame. */
function frameOf(typed: string, clock: TimecodeClock): number | null {
  return /^\s*\d+\s*$/.test(typed) ? Number(typed) : parseTimecode(typed, clock)
}

function readMode(): Mode {
  const stored = localStorage.getItem(STORED_AS)
  return MODES.find((mode) => mode === stored) ?? 'timecode'
}
