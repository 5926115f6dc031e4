// Signed, expiring links. The signature stands in the path, so that the children of an HLS playlist inherit it; the
// expiry is rounded, so that caches work (design 7). A link only says "may fetch this asset's bytes": whether the asset
// still exists is asked at every fetch, so a deletion ends all links at once.
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { AssetId, UserId } from '@rushes/contract/ids'

/** view: pictures and proxies. download: the original as well. */
export type LinkGrant = 'view' | 'download'

/** What a media link says. */
export type MediaGrant =
  | {
      kind: LinkGrant
      /** Since when viewers from outside were marked when it was handed out, in milliseconds; null: they were not. */
      markedSinceMs: number | null
    }
  /** Small pictures and, under a mark that names this person, the film (docs/decisions/0012). */
  | { kind: 'marked'; viewerId: UserId }

const HOUR_MS = 3_600_000
/** Image and proxy URLs live about a day (v2-assets.md 6). */
const LIFETIME_MS = 24 * HOUR_MS
const ROUND_TO_MS = 6 * HOUR_MS
/** X-Amz-Expires=86400 (v2-assets.md 6). */
const UPLOAD_LIFETIME_MS = 24 * HOUR_MS
const SIGNATURE_BYTES = 16

const GRANT_LETTERS: Record<LinkGrant, string> = { view: 'v', download: 'd' }
const MARKED_LETTER = 'm'

/**
 * The start of every media link of an asset, e.g. "/media/<id>/v.mf3k2a.<signature>". `markedSince` is the team's: a link
 * from before viewers were marked must not outlive that.
 */
export function mediaLinkPrefix(
  secret: Buffer,
  assetId: AssetId,
  grant: LinkGrant,
  markedSince: string | null,
  now: Date,
): string {
  const since = markedSince === null ? [] : [Date.parse(markedSince).toString(36)]
  return linkPrefix(secret, assetId, [GRANT_LETTERS[grant], mediaExpiry(now), ...since])
}

/** The start of the links of one marked viewer: those of another are others. */
export function markedLinkPrefix(secret: Buffer, assetId: AssetId, viewerId: UserId, now: Date): string {
  return linkPrefix(secret, assetId, [MARKED_LETTER, mediaExpiry(now), viewerId])
}

function linkPrefix(secret: Buffer, assetId: AssetId, claims: readonly string[]): string {
  const claim = claims.join('.')
  return `/media/${assetId}/${claim}.${sign(secret, `media:${assetId}:${claim}`)}`
}

function mediaExpiry(now: Date): string {
  const expiresMs = Math.ceil(now.getTime() / ROUND_TO_MS) * ROUND_TO_MS + LIFETIME_MS
  return (expiresMs / 1000).toString(36)
}

/** What a media link grants, or null when it is forged or has expired. */
export function readMediaGrant(
  secret: Buffer,
  assetId: string,
  grantText: string,
  now: Date,
): MediaGrant | null {
  const end = grantText.lastIndexOf('.')
  const claim = grantText.slice(0, Math.max(0, end))
  const [letter = '', expires = '', subject] = claim.split('.')
  if (!isSigned(secret, `media:${assetId}:${claim}`, grantText.slice(end + 1)) || hasExpired(expires, now))
    return null
  // Signed by us, of an id that was a user's.
  if (letter === MARKED_LETTER) return { kind: 'marked', viewerId: subject as UserId }
  const kind = letter === GRANT_LETTERS.download ? 'download' : 'view'
  return { kind, markedSinceMs: subject === undefined ? null : Number.parseInt(subject, 36) }
}

/** The path to which part `number` (1-based) of an asset's upload is PUT. */
export function uploadPath(secret: Buffer, assetId: AssetId, number: number, now: Date): string {
  const expires = Math.floor((now.getTime() + UPLOAD_LIFETIME_MS) / 1000).toString(36)
  return `/uploads/${assetId}/parts/${String(number)}/${expires}.${sign(secret, `upload:${assetId}:${String(number)}:${expires}`)}`
}

export function uploadLinkExpiry(now: Date): Date {
  return new Date(now.getTime() + UPLOAD_LIFETIME_MS)
}

export function isUploadGranted(
  secret: Buffer,
  assetId: string,
  number: number,
  grantText: string,
  now: Date,
): boolean {
  const [expires = '', signature = ''] = grantText.split('.')
  return (
    isSigned(secret, `upload:${assetId}:${String(number)}:${expires}`, signature) && !hasExpired(expires, now)
  )
}

/** Whose archive it is and what lies in it. */
export interface ZipGrant {
  tokenId: string
  assetIds: readonly AssetId[]
}

/** A browser begins a download at once; it may then take as long as it does. */
const ZIP_LIFETIME_MS = 10 * 60_000
const UUID_BYTES = 16
const EXPIRY_BYTES = 6

export function zipLinkExpiry(now: Date): Date {
  return new Date(now.getTime() + ZIP_LIFETIME_MS)
}

/** Expiry, token and assets as bytes, and their signature: "<claim>.<signature>". */
export function zipGrant(secret: Buffer, { tokenId, assetIds }: ZipGrant, now: Date): string {
  const expiry = Buffer.alloc(EXPIRY_BYTES)
  expiry.writeUIntBE(zipLinkExpiry(now).getTime(), 0, EXPIRY_BYTES)
  const ids = [tokenId, ...assetIds].map((id) => Buffer.from(id.replaceAll('-', ''), 'hex'))
  const claim = Buffer.concat([expiry, ...ids]).toString('base64url')
  return `${claim}.${sign(secret, `zip:${claim}`)}`
}

/** Null when it is forged or has expired. */
export function readZipGrant(secret: Buffer, text: string, now: Date): ZipGrant | null {
  const [claim = '', signature = ''] = text.split('.')
  if (!isSigned(secret, `zip:${claim}`, signature)) return null
  const bytes = Buffer.from(claim, 'base64url')
  if (bytes.readUIntBE(0, EXPIRY_BYTES) <= now.getTime()) return null
  const ids: string[] = []
  for (let at = EXPIRY_BYTES; at + UUID_BYTES <= bytes.length; at += UUID_BYTES)
    ids.push(uuidText(bytes.subarray(at, at + UUID_BYTES)))
  const [tokenId = '', ...assetIds] = ids
  // Signed by us, of ids that were checked when they came in.
  return { tokenId, assetIds: assetIds as AssetId[] }
}

function uuidText(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

function sign(secret: Buffer, text: string): string {
  return createHmac('sha256', secret).update(text).digest().subarray(0, SIGNATURE_BYTES).toString('base64url')
}

function isSigned(secret: Buffer, text: string, signature: string): boolean {
  const expected = Buffer.from(sign(secret, text))
  const actual = Buffer.from(signature)
  return expected.length === actual.length && timingSafeEqual(expected, actual)
}

function hasExpired(expires: string, now: Date): boolean {
  const seconds = Number.parseInt(expires, 36)
  return !(seconds * 1000 > now.getTime())
}
