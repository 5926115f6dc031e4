import type { Label } from '@rushes/contract/assets'
import { labelColor } from './labels.ts'
import './label-dot.css'

export function LabelDot({ label }: { label: Label }) {
  return (
    <span
      className={label === 'none' ? 'label-dot label-dot-none' : 'label-dot'}
      style={{ color: labelColor(label) }}
      aria-hidden
    />
  )
}
