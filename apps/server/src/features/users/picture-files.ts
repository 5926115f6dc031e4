// Where the bytes of people's pictures lie.
import { blobKey, blobPrefix } from '@rushes/storage/blob-key'
import type { BlobKey, BlobPrefix } from '@rushes/storage/blob-key'

/** `name`: "32" to "256", or "original". */
export function pictureFile(picture: string, name: string): BlobKey {
  return blobKey('pictures', picture, `${name}.jpg`)
}

export function pictureFolder(picture: string): BlobPrefix {
  return blobPrefix('pictures', picture)
}
