// What a marked viewer may fetch as it is: everything else that shows a film goes through their own preview
// (docs/decisions/0012).

const OPEN_KINDS: ReadonlySet<string> = new Set([
  // Too small to be taken for the film: 960 x 540 at most.
  'thumb',
  'thumb_540',
  'thumb_orig_ar_540',
  'image_small',
  'page_thumb',
  'page_small',
  'waveform',
])

/** Whether a rendition of this kind is one of them. */
export function isOpenToMarked(kind: string): boolean {
  return OPEN_KINDS.has(kind)
}
