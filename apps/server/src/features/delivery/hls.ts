// HLS of an asset: the master playlist lists the rungs that are done, a rung's playlist names byte ranges of its one
// MP4. Until there is one, it lists the quick preview, whose segments are made on demand. Same URLs all the time
// (design 6).
import type { FastifyReply } from 'fastify'
import { readFmp4Index } from '@rushes/media/fmp4-index'
import type { Fmp4Index } from '@rushes/media/fmp4-index'
import { gridPlaylist, masterPlaylist, mediaPlaylist } from '@rushes/media/hls-playlist'
import type { HlsVariant } from '@rushes/media/hls-playlist'
import { previewVariant } from '@rushes/media/preview-rung'
import { segmentGrid } from '@rushes/media/segment-grid'
import type { MediaId } from '@rushes/contract/ids'
import { parseBlobKey } from '@rushes/storage/blob-key'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'
import { findPreview, QUICK_FOLDER } from './quick-preview.ts'

const PLAYLIST_TYPE = 'application/vnd.apple.mpegurl'
const MAX_CACHED_INDEXES = 200

export interface HlsReader {
  /** The master playlist that has the quick preview alone, whatever else there is. */
  preview: (mediaId: MediaId) => Promise<string | null>
  /** Null when there is nothing to play, or not yet. */
  master: (mediaId: MediaId) => Promise<string | null>
  /** Null when there is no such rung, or not yet. */
  rung: (mediaId: MediaId, kind: string) => Promise<string | null>
}

interface RungRow {
  kind: string
  blob_key: string
  frame_rate_num: number | null
  frame_rate_den: number | null
}

/** Reads the index of each file once and keeps it while it is in use: the files never change. */
export function createHlsReader(deps: Deps): HlsReader {
  const indexes = new Map<string, Promise<Fmp4Index>>()

  function indexOf(blobKey: string): Promise<Fmp4Index> {
    const known = indexes.get(blobKey)
    if (known !== undefined) return known
    const reading = deps.store.localPath(parseBlobKey(blobKey)).then(readFmp4Index)
    indexes.set(blobKey, reading)
    reading.catch(() => indexes.delete(blobKey))
    const oldest = indexes.keys().next()
    if (indexes.size > MAX_CACHED_INDEXES && oldest.done !== true) indexes.delete(oldest.value)
    return reading
  }

  return {
    preview: (mediaId) => previewMaster(deps, mediaId),
    master: async (mediaId) => {
      const rows = await readRungs(deps, mediaId)
      if (rows.length === 0) return previewMaster(deps, mediaId)
      const rungs = await Promise.all(rows.map(async (row) => rungOf(row, await indexOf(row.blob_key))))
      return masterPlaylist(rungs)
    },
    rung: async (mediaId, kind) => {
      // Whoever began with the preview may go on with it after the rungs are there.
      if (kind === QUICK_FOLDER) return previewPlaylist(deps, mediaId)
      const row = (await readRungs(deps, mediaId)).find((candidate) => candidate.kind === kind)
      if (row === undefined) return null
      return mediaPlaylist(await indexOf(row.blob_key), `../${kind}.mp4`)
    },
  }
}

/** 404 for one that is not there, or not yet. */
export function sendPlaylist(reply: FastifyReply, text: string | null): FastifyReply {
  if (text === null) throw errors.notFound('playlist')
  // Rungs are added to the master as they are finished.
  return reply.header('cache-control', 'no-cache').type(PLAYLIST_TYPE).send(text)
}

async function previewMaster(deps: Deps, mediaId: MediaId): Promise<string | null> {
  const preview = await findPreview(deps, mediaId)
  if (preview === null) return null
  const { probe } = preview
  return masterPlaylist([
    {
      uri: `${QUICK_FOLDER}.m3u8`,
      index: previewVariant(probe),
      frameRate: probe.kind === 'video' ? probe.frameRate : null,
    },
  ])
}

async function previewPlaylist(deps: Deps, mediaId: MediaId): Promise<string | null> {
  const preview = await findPreview(deps, mediaId)
  return preview === null ? null : gridPlaylist(segmentGrid(preview.probe), `../${QUICK_FOLDER}`)
}

async function readRungs(deps: Deps, mediaId: MediaId): Promise<RungRow[]> {
  return deps.points.read<RungRow>(
    'rungs',
    `select r.kind, r.blob_key, m.frame_rate_num, m.frame_rate_den
     from renditions r join media m on m.id = r.media_id
     where r.media_id = $1 and r.state = 'done' and r.blob_key is not null and (r.kind like 'h264\\_%' or r.kind = 'audio')
     order by r.height nulls first`,
    [mediaId],
  )
}

function rungOf(row: RungRow, index: Fmp4Index): HlsVariant {
  return {
    uri: `${row.kind}.m3u8`,
    index,
    frameRate:
      row.frame_rate_num === null || row.frame_rate_den === null
        ? null
        : { num: row.frame_rate_num, den: row.frame_rate_den },
  }
}
