// The pictures of a printed list: of a film the very frames, of a still the still.
import { sql } from 'kysely'
import { buffer } from 'node:stream/consumers'
import type { Still, StillOf } from '@rushes/exports/pdf'
import { FrameFailedError } from '@rushes/media/frame-picture'
import { VideoProbe } from '@rushes/media/media-probe'
import { parseBlobKey } from '@rushes/storage/blob-key'
import type { AssetRow } from '../../db/asset-rows.ts'
import type { Deps } from '../../deps.ts'

/** Sharp in print at the size it has there. */
const LONGEST_SIDE = 800
/** Each is decoded from the film; what comes after is listed without a picture. */
const MAX_STILLS = 200

/** For who sees the film under a watermark only. */
export const withoutStills: StillOf = () => Promise.resolve(null)

export function stillsOf(deps: Deps, asset: AssetRow, signal: AbortSignal): StillOf {
  const probe = VideoProbe.safeParse(asset.m_probe)
  if (!probe.success) return stillOfImage(deps, asset)
  const key = asset.m_state === 'complete' ? asset.m_blob_key : null
  const { frameCount, width: widthPixels, height: heightPixels } = probe.data
  let made = 0
  return async ({ frame }) => {
    if (key === null || frame === null || frame >= frameCount || made >= MAX_STILLS) return null
    made += 1
    const inputPath = await deps.store.localPath(parseBlobKey(key))
    try {
      const wanted = { frame, as: 'jpeg', longestSide: LONGEST_SIDE } as const
      const bytes = await deps.frames({ inputPath, probe: probe.data, signal, ...wanted })
      return { bytes, widthPixels, heightPixels }
    } catch (error) {
      // The words are worth having without the picture.
      if (error instanceof FrameFailedError) return null
      throw error
    }
  }
}

/** Of anything else the picture that stands for it, once. */
function stillOfImage(deps: Deps, asset: AssetRow): StillOf {
  let still: Promise<Still | null> | undefined
  return ({ annotation }) =>
    asset.m_asset_type !== 'image' || annotation === null
      ? Promise.resolve(null)
      : (still ??= readStill(deps, asset))
}

async function readStill(deps: Deps, { media_id }: AssetRow): Promise<Still | null> {
  const { rows } = await sql<{ blob_key: string; width: number; height: number }>`
    select blob_key, width, height from renditions
    where media_id = ${media_id} and kind in ('image_small', 'image_high') and state = 'done' and blob_key is not null
    order by kind desc limit 1`.execute(deps.db)
  const [row] = rows
  if (row === undefined) return null
  const bytes = await buffer(deps.store.read(parseBlobKey(row.blob_key)))
  return { bytes, widthPixels: row.width, heightPixels: row.height }
}
