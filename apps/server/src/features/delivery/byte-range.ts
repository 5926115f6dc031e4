// One Range header against a file of a known size (v2-assets.md 6: clamp the end, never 416 for an over-long one).

export type RangeAnswer =
  | { kind: 'whole' }
  | { kind: 'part'; start: number; endInclusive: number }
  /** The range starts behind the end: nothing to send. */
  | { kind: 'unsatisfiable' }

/** What is not one well-formed byte range is ignored, as RFC 9110 14.2 allows: the whole file is sent. */
export function readRange(header: string | undefined, sizeBytes: number): RangeAnswer {
  const found = header === undefined ? null : /^bytes=(\d*)-(\d*)$/.exec(header.trim())
  if (found === null) return { kind: 'whole' }
  const [, first = '', last = ''] = found
  if (first === '' && last === '') return { kind: 'whole' }
  if (first === '') {
    const length = Number(last)
    if (length === 0 || sizeBytes === 0) return { kind: 'unsatisfiable' }
    return { kind: 'part', start: Math.max(0, sizeBytes - length), endInclusive: sizeBytes - 1 }
  }
  const start = Number(first)
  const end = last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1)
  if (start >= sizeBytes) return { kind: 'unsatisfiable' }
  if (end < start) return { kind: 'whole' }
  return { kind: 'part', start, endInclusive: end }
}
