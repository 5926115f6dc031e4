import { Slider as Radix } from 'radix-ui'
import { classNames } from './class-names.ts'
import './slider.css'

/** One value between two ends. */
export function Slider(props: {
  label: string
  value: number
  min: number
  max: number
  step: number
  onChange: (value: number) => void
  className?: string
}) {
  return (
    <Radix.Root
      className={classNames('slider', props.className)}
      value={[props.value]}
      min={props.min}
      max={props.max}
      step={props.step}
      onValueChange={([value]) => value !== undefined && props.onChange(value)}
    >
      <Radix.Track className="slider-track">
        <Radix.Range className="slider-range" />
      </Radix.Track>
      <Radix.Thumb className="slider-thumb" aria-label={props.label} />
    </Radix.Root>
  )
}
