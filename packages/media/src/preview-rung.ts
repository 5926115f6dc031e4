// The quick preview as a playlist describes it: size, codecs and rate, known before anything is encoded.
import { ladderFor, type Rung } from './ladder.ts'
import { framesPerSecond, type PlayedProbe, type VideoProbe } from './media-probe.ts'

export type PreviewVariant = {
  /** Null of sound alone. Pixels. */
  width: number | null
  height: number | null
  /** As in RFC 6381. */
  codecs: string[]
  /** Highest and usual rate. Bits per second. */
  peakBitrate: number
  averageBitrate: number
}

export type PreviewRung = PreviewVariant & {
  /** Even. */
  width: number
  height: number
  /** As x264 takes it, such as `3.1`. */
  level: string
}

/** What the encoder is held to over about a second. Bits per second. */
export const PREVIEW_MAX_BITRATE = 3_000_000
export const PREVIEW_SOUND_BITRATE = 128_000
const USUAL_BITRATE = 1_500_000
const SOUND_CODEC = 'mp4a.40.2'

/** H.264 levels (table A-1) that take a 540p picture, by the fastest rate at which they do; the last one takes them all. */
const LEVELS: readonly { upToFps: number; name: string; code: string }[] = [
  { upToFps: 50, name: '3.1', code: '1f' },
  { upToFps: 100, name: '3.2', code: '20' },
  { upToFps: 240, name: '4.2', code: '2a' },
  { upToFps: Infinity, name: '5.1', code: '33' },
]

/** The preview of a film, or of sound alone. */
export function previewVariant(probe: PlayedProbe): PreviewVariant {
  if (probe.kind === 'video') return previewRung(probe)
  return {
    width: null,
    height: null,
    codecs: [SOUND_CODEC],
    peakBitrate: 2 * PREVIEW_SOUND_BITRATE,
    averageBitrate: PREVIEW_SOUND_BITRATE,
  }
}

/** The rung that is as large as the preview: once it is done, the preview of it is the preview of the film. */
export function previewKind(probe: VideoProbe): string {
  return rungOfPreview(probe)?.kind ?? 'h264_360'
}

function rungOfPreview(probe: VideoProbe): Rung | undefined {
  return ladderFor(probe)
    .filter(({ kind }) => kind === 'h264_360' || kind === 'h264_540')
    .at(-1)
}

/** The preview of a video: the 540p rung, or the largest one below it. */
export function previewRung(probe: VideoProbe): PreviewRung {
  const { width, height } = rungOfPreview(probe) ?? { width: 2, height: 2 }
  const fps = framesPerSecond(probe.frameRate)
  const level = LEVELS.find(({ upToFps }) => fps <= upToFps) ?? { name: '5.1', code: '33' }
  const hasSound = probe.audio.length > 0
  const soundBitrate = hasSound ? PREVIEW_SOUND_BITRATE : 0
  return {
    width,
    height,
    level: level.name,
    // Constrained Baseline: the fast preset uses nothing beyond it.
    codecs: [`avc1.42c0${level.code}`, ...(hasSound ? [SOUND_CODEC] : [])],
    // The encoder of every segment starts with a full buffer of one second.
    peakBitrate: 2 * PREVIEW_MAX_BITRATE + soundBitrate,
    averageBitrate: USUAL_BITRATE + soundBitrate,
  }
}
