import { InvalidBlobKeyError } from './storage-errors.ts'

/**
 * The name of one blob: segments of `A-Za-z0-9._-` joined by `/`, safe as a path below a folder and as an
 * object name. Made only by `blobKey` (from parts) and `parseBlobKey` (from a database row).
 */
export type BlobKey = string & { readonly __brand: 'BlobKey' }

/** Whole leading segments of keys, such as everything of one media; made only by `blobPrefix`. */
export type BlobPrefix = string & { readonly __brand: 'BlobPrefix' }

// A file name has 255 bytes on most file systems; the rest is for what stores append (`.joined`, `~part-…`).
const MAX_SEGMENT_CHARACTERS = 150
// An S3 object name has at most 1,024 bytes.
const MAX_KEY_CHARACTERS = 900

/**
 * Builds a key, e.g. `blobKey('media', id, 'original')`. Names ending in `.joined` belong to the stores.
 * Throws InvalidBlobKeyError for an empty, dotted or otherwise unsafe segment.
 */
export function blobKey(...segments: [string, ...string[]]): BlobKey {
  return joinSegments(segments) as BlobKey // the one place, with parseBlobKey, where the brand is given
}

/** Takes back a key that was stored as text. Throws InvalidBlobKeyError when it could not have been a key. */
export function parseBlobKey(text: string): BlobKey {
  return joinSegments(text.split('/')) as BlobKey // checked segment by segment in the same way as blobKey
}

/** Builds a prefix of whole segments, e.g. `blobPrefix('media', id)`; never the whole store. */
export function blobPrefix(...segments: [string, ...string[]]): BlobPrefix {
  return joinSegments(segments) as BlobPrefix // same rules as a key
}

/** The key under which a store puts the joined file of an upload whose parts did not all fit their slots. */
export function joinedKey(key: BlobKey): BlobKey {
  return `${key}.joined` as BlobKey // the suffix is inside the alphabet and the length that keys leave room for
}

function joinSegments(segments: readonly string[]): string {
  for (const segment of segments) {
    if (!isSafeSegment(segment)) throw new InvalidBlobKeyError(segments.join('/'))
  }
  const key = segments.join('/')
  if (key.length > MAX_KEY_CHARACTERS) throw new InvalidBlobKeyError(key)
  return key
}

function isSafeSegment(segment: string): boolean {
  return (
    /^[A-Za-z0-9._-]+$/.test(segment) &&
    // `.` and `..` walk the tree, and a name of dots alone is a trap on other file systems.
    !/^\.+$/.test(segment) &&
    // The suffix comes on top of the limit, so that a joined key can be parsed again.
    segment.replace(/\.joined$/, '').length <= MAX_SEGMENT_CHARACTERS
  )
}
