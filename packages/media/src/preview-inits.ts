import { makePreviewInit } from './make-segments.ts'
import { previewRung } from './preview-rung.ts'
import { segmentGrid } from './segment-grid.ts'
import type { SegmentSource } from './segment-source.ts'
import type { MediaTools } from './tools.ts'

const MOST_INITS = 100

/** Inits, made once for all films of the same size, rate and sound. */
export function createPreviewInits(tools: MediaTools, tempFolder: string) {
  const inits = new Map<string, Promise<Buffer>>()
  return {
    /** ftyp and moov of a film's preview. Throws `SegmentFailedError`. */
    of: (source: SegmentSource): Promise<Buffer> => {
      const grid = segmentGrid(source.probe)
      const rung = source.probe.kind === 'video' ? previewRung(source.probe) : null
      const key = JSON.stringify([rung?.width, rung?.height, rung?.level, grid.rate, grid.hasSound])
      const known = inits.get(key)
      if (known !== undefined) return known
      const making = makePreviewInit(tools, rung, grid, tempFolder)
      inits.set(key, making)
      making.catch(() => inits.delete(key))
      const [first] = inits.keys()
      if (inits.size > MOST_INITS && first !== undefined) inits.delete(first)
      return making
    },
  }
}
