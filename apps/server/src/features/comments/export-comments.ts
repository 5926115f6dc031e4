// GET /api/assets/{id}/comments/export: what was said, in the words of other programs (packages/exports writes them).
import { CompiledQuery } from 'kysely'
import type { ExportCommentsQuery } from '@rushes/contract/comments'
import type { AssetId } from '@rushes/contract/ids'
import { TEXT_FORMATS, writeNotes } from '@rushes/exports/formats'
import { alongTheFilm } from '@rushes/exports/notes'
import type { Note, NotedFile } from '@rushes/exports/notes'
import { timecodeClock } from '@rushes/player/timecode'
import { isMarkedViewer, may } from '../../access/abilities.ts'
import type { Actor } from '../../access/actor.ts'
import { standingOf } from '../../access/standing.ts'
import type { AssetRow } from '../../db/asset-rows.ts'
import { selectComments } from '../../db/comment-rows.ts'
import type { CommentRow } from '../../db/comment-rows.ts'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'
import type { AnsweredFile } from '../../http/route.ts'
import { requireCommentedAsset } from './commented-asset.ts'
import { countingRate } from './counting-rate.ts'
import { stillsOf, withoutStills } from './export-stills.ts'

/** More than anybody reads; a film has a few hundred. */
const MAX_COMMENTS = 50_000

/** A thread is done when its first comment is. */
const COMPLETED_AT = 'case when c.parent_id is null then c.completed_at else head.completed_at end'
const ONLY: Record<ExportCommentsQuery['filter'], string> = {
  all: '',
  open: `and ${COMPLETED_AT} is null`,
  done: `and ${COMPLETED_AT} is not null`,
}

export async function exportComments(
  deps: Deps,
  actor: Actor,
  id: AssetId,
  { format, filter }: ExportCommentsQuery,
  signal: AbortSignal,
): Promise<AnsweredFile> {
  const asset = await requireCommentedAsset(deps, actor, id, 'see')
  const file = notedFile(asset, await readThreads(deps, actor, asset, filter))
  const stem = asset.name.replace(/\.[^.]{1,10}$/, '')
  if (format === 'pdf') {
    // Fonts and line breaking: a tenth of the time that every start of the server would take.
    const { toPdf } = await import('@rushes/exports/pdf')
    return {
      name: `${stem} comments.pdf`,
      contentType: 'application/pdf',
      bytes: await toPdf(
        file,
        isMarkedViewer(standingOf(asset)) ? withoutStills : stillsOf(deps, asset, signal),
        deps.now(),
      ),
    }
  }
  const text = writeNotes(format, file)
  if (text === null)
    throw errors.invalid([
      { field: 'format', title: 'needs frames, which this file does not have. Choose csv or text' },
    ])
  const { ending, contentType } = TEXT_FORMATS[format]
  return { name: `${stem}${ending}`, contentType, bytes: text }
}

async function readThreads(
  deps: Deps,
  actor: Actor,
  asset: AssetRow,
  filter: ExportCommentsQuery['filter'],
): Promise<CommentRow[]> {
  const hidden = may('see private', standingOf(asset)) ? '' : 'and not c.team_only'
  const { rows } = await deps.db.executeQuery<CommentRow>(
    CompiledQuery.raw(
      selectComments(
        `left join comments head on head.id = c.parent_id
         where c.asset_id = $3 and c.deleted_at is null ${hidden} ${ONLY[filter]}
         order by c.inserted_at, c.id limit ${String(MAX_COMMENTS)}`,
      ),
      [actor.userId, asset.project_id, asset.id],
    ),
  )
  return rows
}

function notedFile(asset: AssetRow, rows: readonly CommentRow[]): NotedFile {
  const replies = Map.groupBy(rows, (row) => row.parent_id)
  const rate = countingRate(asset)
  return {
    name: asset.name,
    clock: rate === null ? null : timecodeClock(asset.m_timecode, rate),
    hasPictures: asset.m_frame_rate_num !== null,
    frameCount: asset.m_frames ?? 0,
    widthPixels: asset.m_width ?? 0,
    heightPixels: asset.m_height ?? 0,
    notes: alongTheFilm((replies.get(null) ?? []).map((row) => noteOf(row, replies.get(row.id) ?? []))),
  }
}

function noteOf(row: CommentRow, replies: readonly CommentRow[]): Note {
  return {
    // The picture that stands at a fractional position.
    frame: row.timestamp === null ? null : Math.floor(row.timestamp),
    durationFrames: row.duration,
    page: row.page,
    author: row.u_name,
    text: row.text,
    writtenAt: row.inserted_at,
    isCompleted: row.completed_at !== null,
    isPrivate: row.team_only,
    annotation: row.annotation === '' ? null : row.annotation,
    replies: replies.map((reply) => ({
      author: reply.u_name,
      text: reply.text,
      writtenAt: reply.inserted_at,
      isPrivate: reply.team_only,
    })),
  }
}
