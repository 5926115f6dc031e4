import type { Asset } from '@rushes/contract/assets'
import { waveColumns } from '@rushes/player/waveform'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { waveformQuery } from './waveform-query.ts'
import './card-waveform.css'

const BARS = 56

/** The shape of a sound, in place of a picture. */
export function CardWaveform({ asset }: { asset: Asset }) {
  const { data } = useQuery(waveformQuery(asset.waveform))
  const bars = useMemo(() => (data === undefined ? [] : waveColumns(data, BARS)), [data])
  return (
    <svg
      className="card-waveform"
      viewBox={`0 0 ${String(BARS * 4)} 100`}
      preserveAspectRatio="none"
      aria-hidden
    >
      {bars.map(({ low, high }, index) => {
        const height = Math.max(2, (high - low) * 32)
        return (
          <rect key={index} x={index * 4 + 0.75} width={2.5} y={50 - height / 2} height={height} rx={1.25} />
        )
      })}
    </svg>
  )
}
