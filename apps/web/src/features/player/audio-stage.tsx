import type { Asset } from '@rushes/contract/assets'
import type { MediaStore } from '@rushes/player/media-store'
import { waveColumns } from '@rushes/player/waveform'
import { useQuery } from '@tanstack/react-query'
import { AudioLines } from 'lucide-react'
import { useEffect, useMemo, useRef } from 'react'
import { waveformQuery } from '../assets/waveform-query.ts'
import type { Act } from './use-media-actions.ts'
import './audio-stage.css'

/** Pixels from one bar to the next. */
const BAR_PIXELS = 5

export function AudioStage(props: {
  asset: Asset
  store: MediaStore | null
  onElement: (element: HTMLAudioElement | null) => void
  act: Act
}) {
  const { asset, store, onElement } = props
  const { data: waveform } = useQuery(waveformQuery(asset.waveform))
  return (
    <div className="stage audio-stage">
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- footage under review has no captions */}
      <audio ref={onElement} preload="auto" aria-label={asset.name} />
      {waveform === undefined || store === null ? (
        <AudioLines className="audio-glyph" aria-hidden />
      ) : (
        <Waveform peaks={waveform.peaks} store={store} />
      )}
    </div>
  )
}

/** The whole sound at a glance; what was heard is lit. A click leads there. */
function Waveform({ peaks, store }: { peaks: number[]; store: MediaStore }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const file = useMemo(() => ({ peaks }), [peaks])
  useEffect(() => {
    const { current } = canvas
    if (current === null) return
    const draw = () => {
      const { seconds, durationSeconds } = store.getState()
      drawWaveform(current, file, durationSeconds === 0 ? 0 : seconds / durationSeconds)
    }
    draw()
    const observer = new ResizeObserver(draw)
    observer.observe(current)
    const stop = store.subscribe(draw)
    return () => {
      observer.disconnect()
      stop()
    }
  }, [file, store])
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the seek bar below has the keys
    <canvas
      ref={canvas}
      className="audio-waveform"
      aria-hidden
      onClick={(event) => {
        const { left, width } = event.currentTarget.getBoundingClientRect()
        const { durationSeconds } = store.getState()
        store.dispatch({ type: 'seek-seconds', seconds: ((event.clientX - left) / width) * durationSeconds })
      }}
    />
  )
}

function drawWaveform(canvas: HTMLCanvasElement, file: { peaks: number[] }, fraction: number): void {
  const scale = window.devicePixelRatio
  const { clientWidth, clientHeight } = canvas
  const width = Math.round(clientWidth * scale)
  const height = Math.round(clientHeight * scale)
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width
    canvas.height = height
  }
  const context = canvas.getContext('2d')
  if (context === null) return
  const style = getComputedStyle(canvas)
  const heard = style.getPropertyValue('--accent')
  const ahead = style.getPropertyValue('--bg-4')
  context.setTransform(scale, 0, 0, scale, 0, 0)
  context.clearRect(0, 0, clientWidth, clientHeight)
  const columns = waveColumns(file, Math.floor(clientWidth / BAR_PIXELS))
  for (const [index, { low, high }] of columns.entries()) {
    const barHeight = Math.max(2, ((high - low) / 2) * clientHeight * 0.92)
    context.fillStyle = (index + 0.5) / columns.length <= fraction ? heard : ahead
    context.beginPath()
    context.roundRect(index * BAR_PIXELS + 1, (clientHeight - barHeight) / 2, BAR_PIXELS - 2, barHeight, 1.5)
    context.fill()
  }
}
