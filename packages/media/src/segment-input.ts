// What a run of segments is made of: the film itself or, when there is one, its finished proxy of the preview's size, which
// has the same frames and is decoded in a fraction of the time; and the picture of the mark that lies over it.
import { isDeepStrictEqual } from 'node:util'
import { SegmentFailedError } from './make-segments.ts'
import type { Mark } from './mark.ts'
import type { PlayedProbe, VideoProbe } from './media-probe.ts'
import { previewRung } from './preview-rung.ts'
import { probeFile } from './probe.ts'
import { createMarkPictures, MarkFailedError } from './render-mark.ts'
import { segmentGrid } from './segment-grid.ts'
import type { SegmentSource } from './segment-source.ts'
import type { MediaTools } from './tools.ts'

export type SegmentInput = {
  inputPath: string
  probe: PlayedProbe
  markPng: Buffer | null
}

const MOST_PROXIES = 200

export function createSegmentInputs(tools: MediaTools, tempFolder: string) {
  const marks = createMarkPictures(tools, tempFolder)
  /** By path. Null: not the frames of the film. */
  const proxies = new Map<string, Promise<VideoProbe | null>>()

  function proxyProbe(inputPath: string, film: VideoProbe): Promise<VideoProbe | null> {
    const known = proxies.get(inputPath)
    if (known !== undefined) return known
    const looking = probeFile(tools, inputPath, { tempFolder }).then((found) =>
      found.kind === 'video' && hasSameFrames(found, film) ? found : null,
    )
    proxies.set(inputPath, looking)
    looking.catch(() => proxies.delete(inputPath))
    const [first] = proxies.keys()
    if (proxies.size > MOST_PROXIES && first !== undefined) proxies.delete(first)
    return looking
  }

  async function pictureOf(mark: Mark, probe: VideoProbe): Promise<Buffer> {
    try {
      return await marks.of(mark, previewRung(probe))
    } catch (error) {
      if (error instanceof MarkFailedError) throw new SegmentFailedError(error.failure)
      throw error
    }
  }

  return {
    /** Throws `SegmentFailedError` when the mark cannot be drawn. */
    of: async ({ inputPath, probe, mark, proxy }: SegmentSource): Promise<SegmentInput> => {
      // Sound alone has nothing to lay a mark over.
      if (probe.kind === 'audio') return { inputPath, probe, markPng: null }
      const easier = proxy === null ? null : await proxyProbe(proxy.inputPath, probe)
      const [made, over] =
        proxy === null || easier === null
          ? [{ inputPath, probe }, mark]
          : [{ inputPath: proxy.inputPath, probe: easier }, proxy.mark]
      return { ...made, markPng: over === null ? null : await pictureOf(over, made.probe) }
    },
  }
}

/** Whether segments of one are in everything but the picture those of the other. */
function hasSameFrames(proxy: VideoProbe, film: VideoProbe): boolean {
  return (
    isDeepStrictEqual(segmentGrid(proxy), segmentGrid(film)) &&
    isDeepStrictEqual(previewRung(proxy), previewRung(film))
  )
}
