// What the places of comments are counted in.
import { SOUND_RATE } from '@rushes/player/frame-rate'
import type { FrameRate } from '@rushes/player/frame-rate'
import type { AssetRow } from '../../db/asset-rows.ts'

/** The rate of the pictures, or that of sound, which has none. Null for all else, and while it is not known. */
export function countingRate(
  media: Pick<AssetRow, 'm_asset_type' | 'm_frame_rate_num' | 'm_frame_rate_den'>,
): FrameRate | null {
  const { m_asset_type: type, m_frame_rate_num: num, m_frame_rate_den: den } = media
  if (num !== null && den !== null && num > 0 && den > 0) return { num, den }
  return type === 'stream' ? SOUND_RATE : null
}
