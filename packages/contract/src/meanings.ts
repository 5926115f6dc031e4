// One sentence for every field of every request and answer, kept beside the schemas and looked up by name.
import { ASSET_MEANINGS } from './asset-meanings.ts'
import { COMMENT_MEANINGS } from './comment-meanings.ts'
import { COMMON_MEANINGS } from './common-meanings.ts'
import { PLACE_MEANINGS } from './place-meanings.ts'
import { REQUEST_MEANINGS } from './request-meanings.ts'

const MEANINGS: ReadonlyMap<string, string> = new Map(
  [COMMON_MEANINGS, ASSET_MEANINGS, COMMENT_MEANINGS, PLACE_MEANINGS, REQUEST_MEANINGS].flatMap((table) =>
    Object.entries(table),
  ),
)

/**
 * What `key` means in an object that hangs at `owner`, such as "asset.user_permissions". The most exact entry wins:
 * "asset.user_permissions.can_download", then "user_permissions.can_download", then "can_download".
 */
export function meaningOf(owner: string, key: string): string | undefined {
  const path = `${owner}.${key}`.split('.')
  for (let from = 0; from < path.length; from += 1) {
    const meaning = MEANINGS.get(path.slice(from).join('.'))
    if (meaning !== undefined) return meaning
  }
  return undefined
}
