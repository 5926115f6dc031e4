import { constants, rm } from 'node:fs/promises'
import type { PartPlace, PartReceipt, UploadPlan, WritePartOptions } from './blob-store.ts'
import { syncFolderChain } from './durable.ts'
import { followHash } from './follow-hash.ts'
import type { LocalContext } from './local-context.ts'
import { besidePath, folderExists, openForWriting, placeOf } from './local-paths.ts'
import type { LocalPlace } from './local-paths.ts'
import type { OpenUpload } from './open-uploads.ts'
import { hashInOrder } from './running-hash.ts'
import { slotOf } from './slots.ts'
import type { Slot } from './slots.ts'
import { BlobTooLargeError, onDisk, UploadDamagedError } from './storage-errors.ts'
import { writeBody } from './write-body.ts'

/**
 * Receives one part: into its slot of the sparse final file when it fits there exactly and nothing that was
 * ever acknowledged could be overwritten, else into a file of its own beside. See `BlobStore.writePart`.
 */
export async function writeLocalPart(
  context: LocalContext,
  plan: UploadPlan,
  number: number,
  body: AsyncIterable<Uint8Array>,
  options: WritePartOptions,
): Promise<PartReceipt> {
  const slot = slotOf(plan, number)
  const { contentLength, acknowledged, maxBytes = Infinity } = options
  if (contentLength !== null && (!Number.isSafeInteger(contentLength) || contentLength < 0)) {
    throw new RangeError(`A part cannot have ${contentLength} bytes.`)
  }
  if (contentLength !== null && contentLength > maxBytes) throw new BlobTooLargeError(maxBytes)
  if (acknowledged !== null && acknowledged.number !== number) {
    throw new RangeError(`The receipt of part ${acknowledged.number} was given for part ${number}.`)
  }

  return context.uploads.write(plan.key, async (upload, closing) => {
    const signal = options.signal === undefined ? closing : AbortSignal.any([options.signal, closing])
    signal.throwIfAborted()
    const part: ArrivingPart = { place: placeOf(context.tree, plan.key), number, body, options, signal }
    const slotIsFree =
      acknowledged === null && !upload.takenSlots.has(number) && !upload.claimedSlots.has(number)
    if (slotIsFree && contentLength === slot.lengthBytes) {
      // Claimed in the same turn as it was found free.
      upload.claimedSlots.add(number)
      try {
        return await writeSlot(context, plan, upload, part, slot)
      } finally {
        upload.claimedSlots.delete(number)
      }
    }
    // The file will be joined, and hashed while it is.
    upload.hash = null
    return writeStaged(context, part)
  })
}

/** Removes the staged files among the receipts; slots stay, they belong to the final file. */
export async function discardLocalParts(
  context: LocalContext,
  plan: UploadPlan,
  receipts: readonly PartReceipt[],
): Promise<void> {
  const place = placeOf(context.tree, plan.key)
  if (!(await folderExists(context.tree, place.folderPath))) return
  for (const receipt of receipts) {
    if (receipt.place.kind === 'staged') await rm(stagedPath(place, receipt.place), { force: true })
  }
}

/** The file of a staged part. Throws UploadDamagedError for a name this store cannot have given. */
export function stagedPath(place: LocalPlace, { name }: PartPlace & { kind: 'staged' }): string {
  if (!/^part-[1-9][0-9]{0,5}-[A-Za-z0-9-]{1,64}$/.test(name)) {
    throw new UploadDamagedError(`A receipt of ${place.key} names a staged file that cannot exist.`)
  }
  return besidePath(place, name)
}

interface ArrivingPart {
  readonly place: LocalPlace
  readonly number: number
  readonly body: AsyncIterable<Uint8Array>
  readonly options: WritePartOptions
  readonly signal: AbortSignal
}

async function writeSlot(
  context: LocalContext,
  plan: UploadPlan,
  upload: OpenUpload,
  part: ArrivingPart,
  slot: Slot,
): Promise<PartReceipt> {
  const { place, number, body, signal } = part
  // Readable as well: the running hash compares a repeated part with what the failed one left.
  const flags = constants.O_RDWR | constants.O_CREAT
  const file = await onDisk(() => openForWriting(context.tree, place, place.path, flags))
  try {
    const exactBytes = slot.lengthBytes
    const observer = hashInOrder(upload, slot, file)
    await writeBody(file, slot.offsetBytes, body, { exactBytes, signal, observer })
    await onDisk(() => file.sync())
  } finally {
    await file.close()
  }
  await onDisk(() => syncFolderChain(context.tree, place.folderPath))
  upload.takenSlots.add(number)
  void followHash(context, plan, upload)
  return { number, sizeBytes: slot.lengthBytes, place: { kind: 'slot' } }
}

async function writeStaged(context: LocalContext, part: ArrivingPart): Promise<PartReceipt> {
  const { place, number, body, signal } = part
  const { contentLength, maxBytes } = part.options
  const name = `part-${number}-${context.newId()}`
  const path = besidePath(place, name)
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL
  const file = await onDisk(() => openForWriting(context.tree, place, path, flags))
  try {
    let sizeBytes: number
    try {
      const exactBytes = contentLength === null ? {} : { exactBytes: contentLength }
      sizeBytes = await writeBody(file, 0, body, { ...exactBytes, maxBytes, signal })
      await onDisk(() => file.sync())
    } finally {
      await file.close()
    }
    await onDisk(() => syncFolderChain(context.tree, place.folderPath))
    return { number, sizeBytes, place: { kind: 'staged', name } }
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
}
