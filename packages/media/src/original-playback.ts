// Whether a browser can show the original as it is, with no encode (Chromium without platform decoders is the yardstick).
import type { MediaProbe, VideoProbe } from './media-probe.ts'
import { streamField } from './probe-fields.ts'

const SOUND_CODECS = new Set(['aac', 'mp3', 'opus', 'vorbis', 'flac'])
const SOUND_CONTAINERS = new Set(['wav', 'mp3', 'flac', 'mov', 'ogg', 'aac'])
const PCM_IN_WAV = new Set(['pcm_u8', 'pcm_s16le', 'pcm_s24le', 'pcm_s32le', 'pcm_f32le'])
const STILL_FORMATS = new Set(['jpeg', 'png', 'webp', 'gif', 'avif'])
const H264_PIXELS = new Set(['yuv420p', 'yuvj420p'])
const WEB_VIDEO = new Set(['vp8', 'vp9', 'av1'])
const H264_PROFILES = new Set(['Baseline', 'Constrained Baseline', 'Main', 'High'])

/** True when the original plays in the browser, on the same frame grid as every rendition. */
export function isOriginalPlayerCompatible(probe: MediaProbe): boolean {
  switch (probe.kind) {
    case 'video':
      return isPlayableVideo(probe)
    case 'audio': {
      const codec = probe.audio[0]?.codec ?? ''
      if (!SOUND_CONTAINERS.has(probe.container ?? '') || probe.statedSeconds !== null) return false
      return probe.container === 'wav' ? PCM_IN_WAV.has(codec) : SOUND_CODECS.has(codec)
    }
    case 'image':
      return STILL_FORMATS.has(probe.container ?? '')
    case 'document':
    case 'other':
      return false
    default:
      return probe satisfies never
  }
}

function isPlayableVideo(probe: VideoProbe): boolean {
  const codec = probe.codec ?? ''
  const isH264 =
    codec === 'h264' && H264_PIXELS.has(probe.pixFmt ?? '') && H264_PROFILES.has(probe.profile ?? '')
  // Matroska other than WebM is promised by no browser.
  const isPlayablePicture =
    (probe.container === 'mov' && (isH264 || WEB_VIDEO.has(codec))) ||
    (probe.container === 'webm' && WEB_VIDEO.has(codec))
  // A browser plays the first sound track; what it cannot decode would be silently missing.
  const sound = probe.audio[0]
  const isPlayableSound = !sound || SOUND_CODECS.has(sound.codec ?? '')
  // Shown interlaced, HDR washed out or off the grid, the original would not be the picture the notes are about.
  return (
    isPlayablePicture &&
    isPlayableSound &&
    !probe.interlaced &&
    !probe.isHdr &&
    // A player would wait for the rest.
    probe.statedSeconds === null &&
    probe.startsAtFirstPicture &&
    everyFrameHasItsPicture(probe)
  )
}

/**
 * After a still that stands for several frames Chromium's seeks stop short: it takes the first picture that would last
 * until the wanted time if it were as long as those before it (measured: 16 of 120 wrong with every seventh picture
 * missing; none where pictures are only a little early or late).
 */
function everyFrameHasItsPicture(probe: VideoProbe): boolean {
  const pictures = streamField(probe, probe.streamIndex, 'nb_frames')
  return !probe.isVariableFrameRate || pictures === String(probe.frameCount)
}
