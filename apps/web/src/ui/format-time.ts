// Times as people say them.

const RELATIVE = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' })
const DAY = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', year: 'numeric' })
const FULL = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' })

const MOMENT = new Intl.DateTimeFormat('en', {
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})

const MINUTE_SECONDS = 60
const HOUR_SECONDS = 3600
const DAY_SECONDS = 86_400

/** "just now", "12 min. ago", "yesterday", then the date. */
export function formatTimeAgo(dateTime: string, nowMs = Date.now()): string {
  const ageSeconds = Math.round((nowMs - Date.parse(dateTime)) / 1000)
  if (Number.isNaN(ageSeconds)) return ''
  if (ageSeconds < 45) return 'just now'
  if (ageSeconds < HOUR_SECONDS) return RELATIVE.format(-Math.round(ageSeconds / MINUTE_SECONDS), 'minute')
  if (ageSeconds < DAY_SECONDS) return RELATIVE.format(-Math.round(ageSeconds / HOUR_SECONDS), 'hour')
  if (ageSeconds < 7 * DAY_SECONDS) return RELATIVE.format(-Math.round(ageSeconds / DAY_SECONDS), 'day')
  return DAY.format(Date.parse(dateTime))
}

/** "24 Nov 2026, 06:30", for tooltips and details. */
export function formatDateTime(dateTime: string): string {
  const time = Date.parse(dateTime)
  return Number.isNaN(time) ? '' : FULL.format(time)
}

/** "Nov 24, 06:30:12", where seconds count. */
export function formatMoment(dateTime: string): string {
  const time = Date.parse(dateTime)
  return Number.isNaN(time) ? '' : MOMENT.format(time)
}

/** True for a time that has come. */
export function isPast(dateTime: string): boolean {
  return Date.parse(dateTime) < Date.now()
}

/** "Nov 24, 2026". */
export function formatDay(dateTime: string): string {
  const time = Date.parse(dateTime)
  return Number.isNaN(time) ? '' : DAY.format(time)
}

/** From now to a time to come; 0 when it has come. */
export function secondsUntil(dateTime: string, nowMs = Date.now()): number {
  return Math.max(0, (Date.parse(dateTime) - nowMs) / 1000)
}

/** How long something will still take: "a few seconds", "4 min", "2 h 10 min". */
export function formatTimeLeft(seconds: number): string {
  if (!Number.isFinite(seconds)) return ''
  if (seconds < 10) return 'a few seconds left'
  if (seconds < 90) return `${String(Math.round(seconds / 5) * 5)} s left`
  const minutes = Math.round(seconds / MINUTE_SECONDS)
  if (minutes < 60) return `${String(minutes)} min left`
  return `${String(Math.floor(minutes / 60))} h ${String(minutes % 60)} min left`
}

/** A span between two moments: "0.4 s", "12 s", "3 min 5 s". */
export function formatSpan(seconds: number): string {
  if (seconds < 10) return `${Math.max(0, seconds).toFixed(1)} s`
  if (seconds < 90) return `${String(Math.round(seconds))} s`
  const whole = Math.round(seconds)
  return `${String(Math.floor(whole / 60))} min ${String(whole % 60)} s`
}
