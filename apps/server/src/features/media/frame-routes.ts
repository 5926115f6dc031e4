// GET /api/assets/{id}/frame: one frame of a film in full size. From the original, also where no browser plays it.
import { AssetParams, FrameQuery } from '@rushes/contract/asset-requests'
import { FrameFailedError } from '@rushes/media/frame-picture'
import { VideoProbe } from '@rushes/media/media-probe'
import { formatTimecode, timecodeClock } from '@rushes/player/timecode'
import { parseBlobKey } from '@rushes/storage/blob-key'
import { requireAsset } from '../../access/require-asset.ts'
import { errors } from '../../http/errors.ts'
import { defineFileRoute } from '../../http/route.ts'

const PICTURES = { calls: 60, windowMs: 60_000 }

export const getFrameRoute = defineFileRoute({
  method: 'GET',
  path: '/api/assets/{asset_id}/frame',
  scope: 'asset.read',
  limit: PICTURES,
  params: AssetParams,
  query: FrameQuery,
  handle: async (deps, { actor, params, query, reply }) => {
    const asset = await requireAsset(deps, actor, params.asset_id, 'download')
    const probe = VideoProbe.safeParse(asset.m_probe)
    if (!probe.success || asset.m_state !== 'complete' || asset.m_blob_key === null)
      throw errors.unplayable('This file has no frames, or they have not all arrived.')
    if (query.number >= probe.data.frameCount)
      throw errors.invalid([
        {
          field: 'number',
          title: `must be less than ${String(probe.data.frameCount)}, the frames of the film`,
        },
      ])
    const gone = new AbortController()
    reply.raw.once('close', () => gone.abort(errors.brokenRequest()))
    try {
      const bytes = await deps.frames({
        inputPath: await deps.store.localPath(parseBlobKey(asset.m_blob_key)),
        probe: probe.data,
        frame: query.number,
        as: 'png',
        signal: gone.signal,
      })
      const timecode = formatTimecode(
        query.number,
        timecodeClock(asset.m_timecode, probe.data.frameRate),
      ).replaceAll(/[:;]/g, '-')
      const stem = asset.name.replace(/\.[^.]{1,10}$/, '')
      return { name: `${stem} ${timecode}.png`, contentType: 'image/png', bytes }
    } catch (error) {
      if (error instanceof FrameFailedError) throw errors.unplayable(error.message)
      throw error
    }
  },
})
