// Sound and subtitles of an asset (v2-assets.md 3.10, 3.11).
import { z } from 'zod'

export const AssetAudio = z.object({
  _type: z.literal('asset_audio'),
  id: z.string(),
  audio_tracks: z.array(z.string()),
})
export type AssetAudio = z.infer<typeof AssetAudio>

export const AssetSubtitles = z.object({
  _type: z.literal('asset_subtitle'),
  id: z.string(),
  subtitle_tracks: z.array(z.string()),
})
export type AssetSubtitles = z.infer<typeof AssetSubtitles>
