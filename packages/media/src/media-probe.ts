// What is known about a file once it has been looked at. Stored in the database as it stands, so every change of shape
// needs a new `version`.
import { z } from 'zod'

/** A rate in frames per second as num / den, such as 30000/1001. */
export const FrameRate = z.object({ num: z.int().positive(), den: z.int().positive() })
export type FrameRate = z.infer<typeof FrameRate>

const Colour = z.object({
  primaries: z.string().nullable(),
  transfer: z.string().nullable(),
  matrix: z.string().nullable(),
  range: z.enum(['tv', 'pc']).nullable(),
})
export type Colour = z.infer<typeof Colour>

/** One picture as it is meant to be seen, and how it is coded. Pixels. */
const picture = {
  /** As displayed: rotation and pixel aspect applied. */
  width: z.int().positive(),
  height: z.int().positive(),
  codedWidth: z.int().positive(),
  codedHeight: z.int().positive(),
  /** Clockwise, to be applied for display. Degrees. */
  rotation: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
  pixFmt: z.string().nullable(),
  bitDepth: z.int().nullable(),
  colour: Colour,
  /** PQ or HLG transfer. */
  isHdr: z.boolean(),
  /** Meant to be looked around in. */
  is360: z.boolean(),
}

const AudioStream = z.object({
  index: z.int(),
  codec: z.string().nullable(),
  profile: z.string().nullable(),
  channels: z.int(),
  layout: z.string().nullable(),
  sampleRate: z.int(),
  language: z.string().nullable(),
  title: z.string().nullable(),
})
export type AudioStream = z.infer<typeof AudioStream>

const SubtitleStream = z.object({
  index: z.int(),
  codec: z.string().nullable(),
  language: z.string().nullable(),
  title: z.string().nullable(),
})

/** How long the file says it is, where it breaks off before; null where it is whole. Seconds. */
const statedSeconds = z.number().nullable().default(null)

const base = {
  version: z.literal(1),
  sizeBytes: z.int(),
  /** Our name of the format, such as `mov`, `matroska`, `jpeg`, `pdf`; null when unknown. */
  container: z.string().nullable(),
  contentType: z.string().nullable(),
  audio: z.array(AudioStream),
  subtitles: z.array(SubtitleStream),
  /** What ffprobe said, with sizes bounded; null when it was not asked or knew nothing. */
  ffprobe: z
    .object({
      format: z.record(z.string(), z.unknown()),
      streams: z.array(z.record(z.string(), z.unknown())),
    })
    .nullable(),
}

export const VideoProbe = z.object({
  ...base,
  ...picture,
  kind: z.literal('video'),
  /** Index of the stream that is shown. */
  streamIndex: z.int(),
  codec: z.string().nullable(),
  profile: z.string().nullable(),
  level: z.int().nullable(),
  interlaced: z.boolean(),
  /** The constant grid on which frame n is the picture shown at (n + 0.5) / rate after the first picture. */
  frameRate: FrameRate,
  isVariableFrameRate: z.boolean(),
  /** Frames on that grid. */
  frameCount: z.int().positive(),
  /** Length of that grid. Seconds. */
  durationSeconds: z.number(),
  /** How much later than the earliest stream of the file the first picture is. Seconds. */
  firstPictureSeconds: z.number(),
  /** `HH:MM:SS:FF`, with `;` before the frames when drop-frame. */
  startTimecode: z.string().nullable(),
  reel: z.string().nullable(),
  /** Whether a browser's clock and the frame grid both start at the first picture. */
  startsAtFirstPicture: z.boolean(),
  statedSeconds,
})
export type VideoProbe = z.infer<typeof VideoProbe>

export const AudioProbe = z.object({
  ...base,
  kind: z.literal('audio'),
  durationSeconds: z.number(),
  statedSeconds,
  /** Index of an embedded picture such as an album cover. */
  coverStreamIndex: z.int().nullable(),
})
export type AudioProbe = z.infer<typeof AudioProbe>

/** What is played. */
export type PlayedProbe = VideoProbe | AudioProbe

export const ImageProbe = z.object({
  ...base,
  ...picture,
  kind: z.literal('image'),
  codec: z.string().nullable(),
  /** Which library opens it; `preview`: the JPEG a camera put into its raw file. `none`: recognised, but nothing installed can show it. */
  decoder: z.enum(['sharp', 'libheif', 'preview', 'ffmpeg', 'none']),
})
export type ImageProbe = z.infer<typeof ImageProbe>

export const DocumentProbe = z.object({
  ...base,
  kind: z.literal('document'),
  /** Null of documents that were looked at before pages were drawn, and of those that are no PDF yet. */
  pageCount: z.int().positive().nullable().default(null),
  /** Of the first page. Points. */
  width: z.int().positive().nullable().default(null),
  height: z.int().positive().nullable().default(null),
})
export type DocumentProbe = z.infer<typeof DocumentProbe>

export const OtherProbe = z.object({ ...base, kind: z.literal('other') })

export const MediaProbe = z.discriminatedUnion('kind', [
  VideoProbe,
  AudioProbe,
  ImageProbe,
  DocumentProbe,
  OtherProbe,
])
export type MediaProbe = z.infer<typeof MediaProbe>

/** Where the clock of everything made of a file starts: at its first picture, after its earliest stream. Seconds. */
export function zeroSeconds(probe: PlayedProbe): number {
  return probe.kind === 'video' ? probe.firstPictureSeconds : 0
}

/** Frames per second as a plain number. */
export function framesPerSecond(rate: FrameRate): number {
  return rate.num / rate.den
}
