// Makes the stills of a file: one picture is opened or decoded, every size is cut from it. Of a film the smallest comes first,
// by a way of its own.
import { rename, stat } from 'node:fs/promises'
import path from 'node:path'
import { placeInput } from './ffmpeg-input.ts'
import { makeFirstPicture } from './first-picture.ts'
import type { AudioProbe, DocumentProbe, ImageProbe, VideoProbe } from './media-probe.ts'
import type { PictureSource, StillSize } from './picture-job.ts'
import { PAGE_LONG_SIDE } from './page-size.ts'
import { makeStills, type StillOutcome } from './pictures.ts'
import { planRenditions } from './plan.ts'
import { extractPoster } from './poster-frame.ts'
import { findRawPreview } from './raw-preview.ts'
import type { OnRendition, RenderReport, StillKind } from './renditions.ts'
import type { HoldSwitch } from './run-tool.ts'
import type { MediaTools } from './tools.ts'
import { withWorkFolder } from './work-folder.ts'

export type StillsRequest = {
  inputPath: string
  probe: VideoProbe | AudioProbe | ImageProbe | DocumentProbe
  /** Must exist; gets the finished files and, meanwhile, a work folder. */
  outDir: string
  signal?: AbortSignal | undefined
  /** Held while something is more urgent. */
  hold?: HoldSwitch | undefined
  onRendition?: OnRendition
}

/** Of `thumb`: the first of all. Pixels. */
const FIRST_SIZE = { width: 320, height: 180 }
/** Pixels. `thumb` and `thumb_540` fill a 16:9 box, the others keep the aspect and never enlarge. */
const SIZES: Readonly<Record<StillKind, StillSize>> = {
  thumb: { fit: 'crop', ...FIRST_SIZE },
  cover: { fit: 'inside', width: 1280, height: 1280 },
  thumb_540: { fit: 'crop', width: 960, height: 540 },
  thumb_orig_ar_540: { fit: 'inside', width: null, height: 540 },
  image_small: { fit: 'inside', width: 640, height: 640 },
  image_high: { fit: 'inside', width: 2560, height: 2560 },
  // The most one JPEG holds; smaller pictures stay as they are.
  image_full: { fit: 'inside', width: 16_383, height: 16_383 },
  page_thumb: { fit: 'inside', width: 320, height: 320 },
  page_small: { fit: 'inside', width: 640, height: 640 },
  page_high: { fit: 'inside', width: 1600, height: 1600 },
  page_full: { fit: 'inside', width: PAGE_LONG_SIDE, height: PAGE_LONG_SIDE },
}

/** Pages come as PNG (v2-assets.md 4.4): letters stay sharp. */
const fileOf = (kind: StillKind) => (kind.startsWith('page_') ? `${kind}.png` : `${kind}.jpg`)

/**
 * Makes the renditions of `planRenditions`' stills task, the smallest first. Every planned kind ends up in `made` or in
 * `failed`, with a reason. Throws only when aborted or when the disk or the programs let us down.
 */
export async function renderStills(tools: MediaTools, request: StillsRequest): Promise<RenderReport> {
  const { probe, signal, outDir } = request
  const kinds = planRenditions(probe).flatMap((task) => (task.task === 'stills' ? task.kinds : []))
  return withWorkFolder(outDir, async (folder) => {
    await placeInput(folder, request.inputPath)
    const report: RenderReport = { made: [], failed: [] }
    const cut = async (source: PictureSource, wanted: readonly StillKind[]): Promise<void> => {
      const job = {
        task: 'stills' as const,
        source,
        outputs: wanted.map((kind) => ({ kind, name: fileOf(kind), size: SIZES[kind] })),
      }
      // In order, and each before the next one is looked at.
      let queue = Promise.resolve()
      await makeStills(tools.isolation, folder, job, signal, (still) => {
        queue = queue.then(() => take(request, folder, report, still))
        // Awaited below; until then an early failure must not count as unhandled.
        queue.catch(() => undefined)
      })
      await queue
    }

    if (probe.kind === 'image' && probe.decoder === 'none') {
      const reason = `No decoder for ${(probe.container ?? 'such').toUpperCase()} pictures is installed.`
      report.failed.push(...kinds.map((kind) => ({ kind, reason, detail: '', retryable: false })))
      return report
    }
    if (probe.kind === 'document') {
      await cut({ from: 'pdf', name: 'input', page: 1 }, kinds)
      return report
    }
    const preview =
      probe.kind === 'image' && probe.decoder === 'preview' ? await findRawPreview(request.inputPath) : null
    if (preview !== null) {
      await cut({ from: 'raw', name: 'input', preview }, kinds)
      return report
    }
    if (probe.kind === 'image' && probe.decoder === 'libheif') {
      await cut({ from: 'heic', name: 'input' }, kinds)
      return report
    }
    if (probe.kind === 'image' && probe.decoder === 'sharp') {
      await cut({ from: 'file', name: 'input', isSvg: probe.container === 'svg' }, kinds)
    }
    const { hold } = request
    const of =
      probe.kind === 'video'
        ? { probe, frame: await showFirst(tools, folder, request, probe, report) }
        : { probe }
    const missing = kinds.filter((kind) => !report.made.some((made) => made.kind === kind))
    if (missing.length === 0) return report
    const poster = await extractPoster(tools, folder, { of, signal, hold })
    if (poster.ok) {
      report.failed.length = 0
      await cut(poster.source, missing)
    } else if (report.failed.length === 0) {
      report.failed.push(...missing.map((kind) => ({ kind, ...poster.failure })))
    }
    return report
  })
}

/** The smallest still of a film, at once. Answers with the frame that all the others show too. */
async function showFirst(
  tools: MediaTools,
  folder: string,
  request: StillsRequest,
  probe: VideoProbe,
  report: RenderReport,
): Promise<number> {
  const { signal, hold } = request
  const kind = 'thumb'
  const size = FIRST_SIZE
  const first = await makeFirstPicture(tools, folder, { probe, size, name: fileOf(kind), signal, hold })
  // The larger ones are tried all the same, and it is cut from what is found for them.
  if (!first.ok) return 0
  await take(request, folder, report, { kind, ok: true, ...size })
  return first.frame
}

async function take(
  { outDir, onRendition }: StillsRequest,
  folder: string,
  report: RenderReport,
  still: StillOutcome<StillKind>,
): Promise<void> {
  const { kind } = still
  if (!still.ok) {
    report.failed.push({ kind, ...still.failure })
    return
  }
  const finalPath = path.join(outDir, fileOf(kind))
  await rename(path.join(folder, fileOf(kind)), finalPath)
  const { size: sizeBytes } = await stat(finalPath)
  const rendition = {
    kind,
    path: finalPath,
    contentType: kind.startsWith('page_') ? ('image/png' as const) : ('image/jpeg' as const),
    sizeBytes,
    width: still.width,
    height: still.height,
    durationSeconds: null,
    frameCount: null,
    isMarked: false,
  }
  report.made.push(rendition)
  await onRendition?.(rendition)
}
