// Signed, expiring links. The signature stands in the path, so that the children of an HLS playlist inherit it; the
// expiry is rounded, so that caches work (design 7). A link only says "may fetch this asset's bytes": whether the asset
// still exists is asked at every fetch, so a deletion ends all links at once.
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { AssetId } from '@rushes/contract/ids'

/** view: pictures and proxies. download: the original as well. */
export type LinkGrant = 'view' | 'download'

const HOUR_MS = 3_600_000
/** Image and proxy URLs live about a day (v2-assets.md 6). */
const LIFETIME_MS = 24 * HOUR_MS
const ROUND_TO_MS = 6 * HOUR_MS
/** X-Amz-Expires=86400 (v2-assets.md 6). */
const UPLOAD_LIFETIME_MS = 24 * HOUR_MS
const SIGNATURE_BYTES = 16

const GRANT_LETTERS: Record<LinkGrant, string> = { view: 'v', download: 'd' }

/** The start of every media link of an asset, e.g. "/media/<id>/v.mf3k2a.<signature>". */
export function mediaLinkPrefix(secret: Buffer, assetId: AssetId, grant: LinkGrant, now: Date): string {
  const expiresMs = Math.ceil(now.getTime() / ROUND_TO_MS) * ROUND_TO_MS + LIFETIME_MS
  const claim = `${GRANT_LETTERS[grant]}.${(expiresMs / 1000).toString(36)}`
  return `/media/${assetId}/${claim}.${sign(secret, `media:${assetId}:${claim}`)}`
}

/** What a media link grants, or null when it is forged or has expired. */
export function readMediaGrant(
  secret: Buffer,
  assetId: string,
  grantText: string,
  now: Date,
): LinkGrant | null {
  const [letter = '', expires = '', signature = ''] = grantText.split('.')
  const claim = `${letter}.${expires}`
  if (!isSigned(secret, `media:${assetId}:${claim}`, signature) || hasExpired(expires, now)) return null
  return letter === GRANT_LETTERS.download ? 'download' : 'view'
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
