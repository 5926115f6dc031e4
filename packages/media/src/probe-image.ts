// The still half of a probe: which library opens the picture or the page, and how large it is as displayed.
import { placeInput } from './ffmpeg-input.ts'
import type { FailureReason } from './failure-reason.ts'
import type { FfprobeReport } from './ffprobe-report.ts'
import { describePicture, type PictureAnswer } from './pictures.ts'
import type { ImageProbe } from './media-probe.ts'
import type { PictureDescription } from './picture-job.ts'
import { pictureOf, type Rotation } from './picture-geometry.ts'
import { findRawPreview } from './raw-preview.ts'
import type { Sniffed } from './sniff.ts'
import type { MediaTools } from './tools.ts'
import { withWorkFolder } from './work-folder.ts'

const SHARP_FORMATS = new Set(['jpeg', 'png', 'gif', 'webp', 'tiff', 'avif', 'svg', 'heic'])

/** Most cameras' raw files begin as any TIFF does. */
const RAW_FORMATS = new Set(['tiff', 'raw'])

export type DescribedImage =
  | {
      ok: true
      picture: NonNullable<ReturnType<typeof pictureOf>> & {
        codec: string | null
        decoder: ImageProbe['decoder']
      }
    }
  | { ok: false; failure: FailureReason }

/** Opens a still with sharp where sharp knows the format, else takes what ffprobe (`report`) made of it. */
export async function describeImage(
  tools: MediaTools,
  inputPath: string,
  sniffed: Sniffed,
  report: () => Promise<{ ok: true; report: FfprobeReport } | { ok: false; failure: FailureReason }>,
  tempFolder: string,
  signal: AbortSignal | undefined,
): Promise<DescribedImage> {
  const preview = RAW_FORMATS.has(sniffed.format) ? await findRawPreview(inputPath) : null
  const source =
    preview === null
      ? { from: 'file' as const, name: 'input', isSvg: sniffed.format === 'svg' }
      : { from: 'raw' as const, name: 'input', preview }
  const bySharp =
    SHARP_FORMATS.has(sniffed.format) || preview !== null
      ? await withWorkFolder(tempFolder, async (folder) => {
          await placeInput(folder, inputPath)
          return describePicture(tools.isolation, folder, { task: 'describe', source }, signal)
        })
      : null
  if (bySharp?.ok && preview !== null)
    return { ok: true, picture: { ...fromSharp(bySharp.picture), codec: 'raw', decoder: 'preview' } }
  if (bySharp?.ok) {
    // Sharp reads its size, but has no HEVC decoder.
    const decoder = sniffed.format === 'heic' ? 'libheif' : 'sharp'
    return { ok: true, picture: { ...fromSharp(bySharp.picture), codec: sniffed.format, decoder } }
  }
  const answer = await report()
  const stream = answer.ok ? answer.report.streams.find((one) => one.codec_type === 'video') : undefined
  const picture = stream && pictureOf(stream)
  if (stream && picture)
    return { ok: true, picture: { ...picture, codec: stream.codec_name ?? null, decoder: 'ffmpeg' } }
  if (bySharp && !bySharp.ok) return bySharp
  if (!answer.ok) return answer
  const reason = `No decoder for ${sniffed.format.toUpperCase()} pictures is installed.`
  return { ok: false, failure: { reason, detail: '', retryable: false } }
}

/** What PDFium makes of the first page. */
export function describeDocument(
  tools: MediaTools,
  inputPath: string,
  tempFolder: string,
  signal: AbortSignal | undefined,
): Promise<PictureAnswer> {
  return withWorkFolder(tempFolder, async (folder) => {
    await placeInput(folder, inputPath)
    const source = { from: 'pdf' as const, name: 'input', page: 1 }
    return describePicture(tools.isolation, folder, { task: 'describe', source }, signal)
  })
}

/** EXIF orientations 1 to 8: quarter turns clockwise; mirrored ones count as their unmirrored neighbours. */
const TURNS: readonly Rotation[] = [0, 0, 180, 180, 90, 90, 270, 270]

function fromSharp(picture: PictureDescription) {
  const rotation = TURNS[picture.orientation - 1] ?? 0
  const isTurned = rotation === 90 || rotation === 270
  return {
    width: isTurned ? picture.height : picture.width,
    height: isTurned ? picture.width : picture.height,
    codedWidth: picture.width,
    codedHeight: picture.height,
    rotation,
    pixFmt: picture.space,
    bitDepth: picture.bitDepth,
    colour: { primaries: null, transfer: null, matrix: null, range: null },
    isHdr: false,
    is360: false,
  }
}
