// Sound and subtitles of an asset (v2-assets.md 3.10, 3.11): one text for each track the probe found, in the file's order.
// V2 says only that they are strings. Ours name the track; there is nothing to fetch but the original and the proxies.
import { MediaProbe } from '@rushes/media/media-probe'
import type { AssetAudio, AssetSubtitles } from '@rushes/contract/asset-tracks'
import type { AssetId } from '@rushes/contract/ids'
import type { Actor } from '../../access/actor.ts'
import { requireAsset } from '../../access/require-asset.ts'
import type { Deps } from '../../deps.ts'

/** Empty for what has no sound, or is not probed yet. */
export async function getAudio(deps: Deps, actor: Actor, id: AssetId): Promise<AssetAudio> {
  const probe = await readProbe(deps, actor, id)
  const tracks = (probe?.audio ?? []).map(({ title, language, codec, layout, channels }) =>
    describe(title, language, codec, layout ?? `${String(channels)} channels`),
  )
  return { _type: 'asset_audio', id, audio_tracks: tracks }
}

export async function getSubtitles(deps: Deps, actor: Actor, id: AssetId): Promise<AssetSubtitles> {
  const probe = await readProbe(deps, actor, id)
  const tracks = (probe?.subtitles ?? []).map(({ title, language, codec }) =>
    describe(title, language, codec),
  )
  return { _type: 'asset_subtitle', id, subtitle_tracks: tracks }
}

/** Of a stack: of its newest version. */
async function readProbe(deps: Deps, actor: Actor, id: AssetId): Promise<MediaProbe | null> {
  const asset = await requireAsset(deps, actor, id, 'see')
  return asset.m_probe === null ? null : MediaProbe.parse(asset.m_probe)
}

/** "Dialogue, deu, aac, stereo": what is not known is left out. */
function describe(...facts: (string | null)[]): string {
  return facts.filter((fact) => fact !== null && fact !== '').join(', ')
}
