// What a team's watermark lays over its proxies (docs/decisions/0012).
import type { Kysely } from 'kysely'
import type { MediaId } from '@rushes/contract/ids'
import { Watermark } from '@rushes/contract/watermark'
import { isVisible } from '@rushes/contract/wire'
import type { Mark } from '@rushes/media/mark'
import type { Database } from './schema.ts'

/** The setting as it is kept; null also for what an earlier version kept without reading it. */
export function watermarkIn(setting: unknown): Watermark | null {
  const read = Watermark.safeParse(setting)
  return read.success ? read.data : null
}

/** Null when there is nothing to be seen. */
export function markOf(setting: unknown): Mark | null {
  const text = watermarkIn(setting)?.text ?? null
  if (text === null || text.alpha === 0) return null
  const lines = text.lines.map(drawable)
  return lines.some(isVisible) ? [{ lines, alpha: text.alpha, position: text.position }] : null
}

/** As letters can be drawn: no half characters, nothing that steers. */
export function drawable(text: string): string {
  return text.toWellFormed().replace(/[\p{Cc}\uFFFE\uFFFF]/gu, ' ')
}

/** The mark of the team that the media was uploaded to, as it is now. */
export async function readTeamMark(db: Kysely<Database>, mediaId: MediaId): Promise<Mark | null> {
  const row = await db
    .selectFrom('media')
    .innerJoin('teams', 'teams.id', 'media.team_id')
    .select('teams.settings')
    .where('media.id', '=', mediaId)
    .executeTakeFirst()
  return markOf(row?.settings.watermark)
}
