/** Base of every error this package raises on purpose; anything else is the system's own error, untouched. */
export class StorageError extends Error {
  override name = 'StorageError'
}

/** The place where blobs lie cannot take more bytes. Nothing of the failed write counts; `cause` says why. */
export class StorageFullError extends StorageError {
  override name = 'StorageFullError'
}

/** Text that is not a blob key. A programming error or a damaged row, never something a visitor can send. */
export class InvalidBlobKeyError extends StorageError {
  override name = 'InvalidBlobKeyError'
  constructor(text: string) {
    super(`${JSON.stringify(text.slice(0, 100))} is not the name of a stored file.`)
  }
}

/** A path inside the store leads through a symbolic link, which could lead anywhere. */
export class UnsafeBlobPathError extends StorageError {
  override name = 'UnsafeBlobPathError'
  constructor(path: string, options?: ErrorOptions) {
    super(
      `${path} is or lies behind a symbolic link. Stored files are not looked for through links.`,
      options,
    )
  }
}

/** No blob has this key. */
export class BlobNotFoundError extends StorageError {
  override name = 'BlobNotFoundError'
  readonly key: string
  constructor(key: string, options?: ErrorOptions) {
    super(`The stored file ${key} does not exist.`, options)
    this.key = key
  }
}

/** The body went on past the limit the caller set. */
export class BlobTooLargeError extends StorageError {
  override name = 'BlobTooLargeError'
  readonly maxBytes: number
  constructor(maxBytes: number) {
    super(`More than the allowed ${maxBytes} bytes were sent.`)
    this.maxBytes = maxBytes
  }
}

/** The body ended before, or went on after, the content length it promised. Nothing of it counts. */
export class PartLengthError extends StorageError {
  override name = 'PartLengthError'
  readonly expectedBytes: number
  /** For a body that was too long: the count at which it was cut off. */
  readonly receivedBytes: number
  constructor(expectedBytes: number, receivedBytes: number) {
    super(`${expectedBytes} bytes were announced but ${receivedBytes} arrived. Please send this part again.`)
    this.expectedBytes = expectedBytes
    this.receivedBytes = receivedBytes
  }
}

/** The upload was completed or given up; it takes no more parts. A late repetition of a part ends here. */
export class UploadClosedError extends StorageError {
  override name = 'UploadClosedError'
  constructor(key: string) {
    super(`The upload of ${key} is over; no more parts can be added to it.`)
  }
}

/** Completion was asked for while parts were missing. */
export class UploadIncompleteError extends StorageError {
  override name = 'UploadIncompleteError'
  readonly missingPartCount: number
  constructor(missingPartCount: number, partCount: number) {
    super(`${missingPartCount} of ${partCount} parts of this upload have not arrived yet.`)
    this.missingPartCount = missingPartCount
  }
}

/** Bytes that were acknowledged are not there any more, or receipts contradict their plan. */
export class UploadDamagedError extends StorageError {
  override name = 'UploadDamagedError'
}

const FULL_SENTENCES: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk that holds the uploaded files is full. Free some space and try again.',
  EDQUOT: 'The disk quota for the uploaded files is used up. Free some space and try again.',
  EFBIG: 'This file is larger than the file system or the process limit allows.',
}

/** Runs one piece of disk work; a full disk becomes a StorageFullError, any other error passes unchanged. */
export async function onDisk<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const sentence = FULL_SENTENCES[errorCode(error) ?? '']
    throw sentence === undefined ? error : new StorageFullError(sentence, { cause: error })
  }
}

/** The system's code of an error, such as `ENOENT`, or undefined. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}
