// Which files can be versions of which: those of one stack are of one kind (v2-assets.md 5, rule 5).
import type { Asset } from '@rushes/contract/assets'
import { kindOfAsset } from '@rushes/player/source-choice'

/** What the server compares, as far as a browser can tell; null where nobody knows yet. */
function familyOf(kind: string): string | null {
  if (kind === 'video' || kind === 'audio') return 'stream'
  return kind === 'image' ? 'image' : null
}

/** True when one asset may be put on top of the other. The server has the last word. */
export function canBeVersionOf(next: Asset, base: Asset): boolean {
  if (next.id === base.id || next.type !== 'file' || base.type === 'folder') return false
  const shown = base.cover_asset ?? base
  return fits(
    next.asset_type ?? familyOf(kindOfAsset(next)),
    shown.asset_type ?? familyOf(kindOfAsset(shown)),
  )
}

/** True when a file of this type ("video/mp4", or "" when the browser does not know) may become a version of an asset. */
export function fileFitsAsVersion(fileType: string, base: Asset): boolean {
  if (base.type === 'folder') return false
  const shown = base.cover_asset ?? base
  return fits(familyOf(fileType.split('/')[0] ?? ''), shown.asset_type ?? familyOf(kindOfAsset(shown)))
}

function fits(one: string | null, other: string | null): boolean {
  return one === null || other === null || one === other
}
