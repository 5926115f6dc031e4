// Sound and subtitles of an asset (v2-assets.md 3.10, 3.11): the address of a file for each track that was brought out, in
// the order of the film. Its last part names number, language and layout: 1_deu_stereo.m4a, 1_fra.vtt.
import { MediaProbe } from '@rushes/media/media-probe'
import { audioTracks, subtitleTracks } from '@rushes/media/tracks'
import type { Track } from '@rushes/media/tracks'
import type { AssetAudio, AssetSubtitles } from '@rushes/contract/asset-tracks'
import type { AssetId } from '@rushes/contract/ids'
import { isMarkedViewer, may } from '../../access/abilities.ts'
import type { Actor } from '../../access/actor.ts'
import { requireAsset } from '../../access/require-asset.ts'
import { mediaLinkPrefix } from '../../access/signed-links.ts'
import { standingOf } from '../../access/standing.ts'
import type { Deps } from '../../deps.ts'
import type { ViewContext } from './asset-view.ts'

/** Empty for what has no sound, or is not encoded yet. */
export async function getAudio(
  deps: Deps,
  actor: Actor,
  id: AssetId,
  context: ViewContext,
): Promise<AssetAudio> {
  const tracks = await linksOf(deps, actor, id, context, audioTracks, 'm4a')
  return { _type: 'asset_audio', id, audio_tracks: tracks }
}

/** WebVTT. Empty for what has no subtitles, or only pictures of them. */
export async function getSubtitles(
  deps: Deps,
  actor: Actor,
  id: AssetId,
  context: ViewContext,
): Promise<AssetSubtitles> {
  const tracks = await linksOf(deps, actor, id, context, subtitleTracks, 'vtt')
  return { _type: 'asset_subtitle', id, subtitle_tracks: tracks }
}

/** Of a stack: of its newest version. */
async function linksOf(
  deps: Deps,
  actor: Actor,
  id: AssetId,
  { secret, origin, now }: ViewContext,
  tracksOf: (probe: MediaProbe) => Track<string>[],
  extension: string,
): Promise<string[]> {
  const asset = await requireAsset(deps, actor, id, 'see')
  const standing = standingOf(asset)
  // A track for itself could be put under the film again.
  if (asset.m_probe === null || isMarkedViewer(standing)) return []
  const done = new Set(
    (asset.renditions ?? []).flatMap(({ kind, state }) => (state === 'done' ? [kind] : [])),
  )
  const grant = may('download', standing) ? 'download' : 'view'
  const prefix = origin + mediaLinkPrefix(secret, id, grant, asset.viewers_marked_since, now)
  return tracksOf(MediaProbe.parse(asset.m_probe)).flatMap((track) =>
    done.has(track.kind) ? [`${prefix}/tracks/${track.kind}/${nameOf(track)}.${extension}`] : [],
  )
}

/** Number, language and layout as far as they are known, such as "2_eng_5.1". */
function nameOf({ kind, language, layout }: Track<string>): string {
  const number = kind.slice(kind.lastIndexOf('_') + 1)
  // "5.1(side)": what stands in brackets matters to decoders only.
  const facts = [language, layout?.replace(/\(.*/, '') ?? null].map((fact) =>
    (fact ?? '').replaceAll(/[^\w.-]/g, ''),
  )
  return [number, ...facts.filter((fact) => fact !== '')].join('_')
}
