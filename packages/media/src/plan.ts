// Everything a file gets, in the order in which it is wanted: something to look at first, then something to play.
import { ladderFor } from './ladder.ts'
import type { MediaProbe } from './media-probe.ts'
import { officeFormatOf } from './office-formats.ts'
import { STILL_KINDS, type LadderKind, type PdfKind, type StillKind, type TrackKind } from './renditions.ts'
import { audioTracks, subtitleTracks } from './tracks.ts'

export type RenderTask =
  | { task: 'pdf'; kinds: PdfKind[] }
  | { task: 'stills'; kinds: StillKind[] }
  | { task: 'ladder'; kinds: LadderKind[] }
  | { task: 'tracks'; kinds: TrackKind[] }

/**
 * The tasks of a file; none for files of unknown kind. One task is one call of `convertDocument`, `renderStills`,
 * `renderLadder` or `renderTracks`.
 */
export function planRenditions(probe: MediaProbe): RenderTask[] {
  switch (probe.kind) {
    case 'video': {
      const rungs = ladderFor(probe).map((rung) => rung.kind)
      const sound: LadderKind[] = probe.audio.length > 0 ? ['waveform'] : []
      return [
        { task: 'stills', kinds: stillKindsOf('video') },
        { task: 'ladder', kinds: [...rungs, 'video_h264_180', 'thumb_scrub', ...sound] },
        ...tracksOf(probe),
      ]
    }
    case 'audio': {
      const stills: RenderTask[] =
        probe.coverStreamIndex === null ? [] : [{ task: 'stills', kinds: stillKindsOf('audio') }]
      return [...stills, { task: 'ladder', kinds: ['audio', 'waveform'] }, ...tracksOf(probe)]
    }
    case 'image':
      return [{ task: 'stills', kinds: stillKindsOf('image') }]
    case 'document':
      if (officeFormatOf(probe) !== null)
        return [
          { task: 'pdf', kinds: ['pdf_proxy'] },
          { task: 'stills', kinds: stillKindsOf('document') },
        ]
      return probe.pageCount === null ? [] : [{ task: 'stills', kinds: stillKindsOf('document') }]
    case 'other':
      return []
    default:
      return probe satisfies never
  }
}

function tracksOf(probe: MediaProbe): RenderTask[] {
  const kinds = [...audioTracks(probe), ...subtitleTracks(probe)].map(({ kind }) => kind)
  return kinds.length === 0 ? [] : [{ task: 'tracks', kinds }]
}

/** Pages of documents have names of their own (v2-assets.md 4.2). */
function stillKindsOf(kind: MediaProbe['kind']): StillKind[] {
  const isOf = (still: StillKind) => {
    if (still.startsWith('page_')) return kind === 'document'
    if (still.startsWith('image_')) return kind !== 'document' && (still !== 'image_high' || kind === 'image')
    return true
  }
  return STILL_KINDS.filter(isOf)
}
