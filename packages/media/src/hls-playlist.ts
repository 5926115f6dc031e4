// Playlists (RFC 8216): over files that are MP4 and segments at once, and over the grid of the quick preview. Pure:
// addresses come from the caller.
import type { Fmp4Index } from './fmp4-index.ts'
import { framesPerSecond, type FrameRate } from './media-probe.ts'
import type { PreviewVariant } from './preview-rung.ts'
import { segmentSeconds, type SegmentGrid } from './segment-grid.ts'

export type HlsVariant = {
  /** Address of the variant's media playlist. */
  uri: string
  /** What was made, or what will be. */
  index: Fmp4Index | PreviewVariant
  /** Null for sound alone. */
  frameRate: FrameRate | null
}

/** The playlist a player opens first: one entry per rung, in the order given. */
export function masterPlaylist(variants: readonly HlsVariant[]): string {
  const entries = variants.map(({ uri, index, frameRate }) => {
    const { peak, average } =
      'segments' in index ? bandwidthOf(index) : { peak: index.peakBitrate, average: index.averageBitrate }
    const attributes = [
      `BANDWIDTH=${peak}`,
      `AVERAGE-BANDWIDTH=${average}`,
      index.width !== null && index.height !== null ? `RESOLUTION=${index.width}x${index.height}` : null,
      frameRate === null ? null : `FRAME-RATE=${framesPerSecond(frameRate).toFixed(3)}`,
      `CODECS="${index.codecs.join(',')}"`,
    ].filter((attribute) => attribute !== null)
    return `#EXT-X-STREAM-INF:${attributes.join(',')}\n${uri}\n`
  })
  return `#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n${entries.join('')}`
}

/** The segments of one rung as byte ranges of the file at `mediaUri`. */
export function mediaPlaylist(index: Fmp4Index, mediaUri: string): string {
  const longestSeconds = Math.max(1, ...index.segments.map((segment) => segment.durationSeconds))
  const segments = index.segments.map(
    ({ offset, sizeBytes, durationSeconds }) =>
      `#EXTINF:${durationSeconds.toFixed(6)},\n#EXT-X-BYTERANGE:${sizeBytes}@${offset}\n${mediaUri}\n`,
  )
  const { initRange } = index
  return [
    '#EXTM3U\n#EXT-X-VERSION:7\n',
    // Every duration, rounded to the nearest second, must not exceed it (RFC 8216, 4.3.3.1).
    `#EXT-X-TARGETDURATION:${Math.ceil(longestSeconds)}\n`,
    '#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-INDEPENDENT-SEGMENTS\n',
    `#EXT-X-MAP:URI="${mediaUri}",BYTERANGE="${initRange.sizeBytes}@${initRange.offset}"\n`,
    ...segments,
    '#EXT-X-ENDLIST\n',
  ].join('')
}

/** The segments of the grid as `<index>.m4s` below `folderUri`, with `init.mp4` beside them. */
export function gridPlaylist(grid: SegmentGrid, folderUri: string): string {
  const seconds = Array.from({ length: grid.segmentCount }, (_, index) => segmentSeconds(grid, index))
  return [
    '#EXTM3U\n#EXT-X-VERSION:7\n',
    `#EXT-X-TARGETDURATION:${Math.max(1, Math.ceil(seconds[0] ?? 1))}\n`,
    '#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-INDEPENDENT-SEGMENTS\n',
    `#EXT-X-MAP:URI="${folderUri}/init.mp4"\n`,
    ...seconds.map((length, index) => `#EXTINF:${length.toFixed(6)},\n${folderUri}/${index}.m4s\n`),
    '#EXT-X-ENDLIST\n',
  ].join('')
}

/** Bits per second, over the worst segment and over all of them. */
function bandwidthOf({ segments }: Fmp4Index): { peak: number; average: number } {
  const longest = Math.max(...segments.map((segment) => segment.durationSeconds))
  // A short last segment says little about what the line must carry (RFC 8216, 4.3.4.2).
  const typical = segments.filter((segment) => segment.durationSeconds * 2 >= longest)
  const rate = (bytes: number, seconds: number) =>
    Math.max(1, Math.ceil((bytes * 8) / Math.max(seconds, 0.001)))
  const total = segments.reduce(
    (sum, one) => ({ bytes: sum.bytes + one.sizeBytes, seconds: sum.seconds + one.durationSeconds }),
    { bytes: 0, seconds: 0 },
  )
  return {
    peak: Math.max(1, ...typical.map((segment) => rate(segment.sizeBytes, segment.durationSeconds))),
    average: rate(total.bytes, total.seconds),
  }
}
