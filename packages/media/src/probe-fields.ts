// Single facts out of what ffprobe said, for those who need more than the probe's own summary.
import type { MediaProbe } from './media-probe.ts'

/** A field of the container, such as `format_name`; empty when it was not stated. */
export function formatField({ ffprobe }: Pick<MediaProbe, 'ffprobe'>, name: string): string {
  return textOf(ffprobe?.format[name])
}

/** A field of the stream with this index, such as `time_base`; empty when it was not stated. */
export function streamField({ ffprobe }: Pick<MediaProbe, 'ffprobe'>, index: number, name: string): string {
  return textOf(ffprobe?.streams.find((stream) => stream['index'] === index)?.[name])
}

/** A number of seconds in such a field; null when there is none. */
export function secondsIn(field: string): number | null {
  const seconds = Number.parseFloat(field)
  return Number.isFinite(seconds) ? seconds : null
}

function textOf(value: unknown): string {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' ? value : ''
}
