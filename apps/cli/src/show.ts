// How things are written for a person at a terminal.
import type { Asset } from '@rushes/contract/assets'

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB']

/** "21.1 MB", in steps of a thousand. */
export function sizeText(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 999.95 && unit < UNITS.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${unit === 0 ? String(value) : value.toFixed(1)} ${UNITS[unit] ?? ''}`
}

/** Names may hold what steers a terminal or turns the writing around; it is shown as "?". */
export function safeText(text: string): string {
  return text.replaceAll(/[\p{Cc}\u{202a}-\u{202e}\u{2066}-\u{2069}]/gu, '?')
}

/** One line of a list. */
export function assetLine(asset: Asset): string {
  const size = asset.type === 'folder' ? `${String(asset.item_count)} in it` : sizeText(asset.filesize)
  const time = asset.updated_at.slice(0, 16).replace('T', ' ')
  return `${size.padStart(10)}  ${time}  ${markedName(asset)}`
}

/** A folder ends in "/"; a stack says how many versions it has. */
export function markedName(asset: Asset): string {
  const name = safeText(asset.name)
  if (asset.type === 'folder') return `${name}/`
  if (asset.type === 'version_stack') return `${name}  (${String(asset.item_count)} versions)`
  return asset.upload_completed_at === null ? `${name}  (not all of it has arrived)` : name
}

/** More files than this are counted where nothing happened to them. */
const LISTED_AS_THERE = 10

/** A line for each file that travelled; those that were there already must not bury them. */
export function travelLines(files: readonly { isThere: boolean; line: string }[]): string[] {
  const there = files.filter(({ isThere }) => isThere).length
  if (there <= LISTED_AS_THERE) return files.map(({ line }) => line)
  const travelled = files.filter(({ isThere }) => !isThere).map(({ line }) => line)
  return [...travelled, `${String(there)} files were there already.`]
}

/** What a program wants to know of an asset, without what only players need. */
export function assetFacts(asset: Asset, path?: string): Record<string, unknown> {
  const { id, type, name, filesize, label, parent_id, project_id, item_count, comment_count } = asset
  return {
    id,
    type,
    name,
    ...(path === undefined ? {} : { path }),
    parent_id,
    project_id,
    filesize,
    item_count,
    comment_count,
    label,
    status: asset.status,
    xx_hash: asset.checksums?.xx_hash ?? null,
    updated_at: asset.updated_at,
  }
}
