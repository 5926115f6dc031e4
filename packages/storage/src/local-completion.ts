import { constants, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { joinedKey } from './blob-key.ts'
import type { BlobKey } from './blob-key.ts'
import type { CompletedUpload, PartReceipt, UploadPlan } from './blob-store.ts'
import { syncFolderChain } from './durable.ts'
import { followHash } from './follow-hash.ts'
import type { LocalContext } from './local-context.ts'
import { folderExists, openForWriting, placeOf } from './local-paths.ts'
import { bytesOfParts, damaged, damagedWhenMissing } from './part-bytes.ts'
import { finishedHash } from './running-hash.ts'
import { receiptsInOrder } from './slots.ts'
import { onDisk } from './storage-errors.ts'
import { writeWholeFile } from './write-whole-file.ts'

// Well under a second from memory. A hash further behind is slower than the parts came: nobody waits for that here.
const WORTH_WAITING_BYTES = 256 * 1024 ** 2

/** Makes one file of all parts: see `BlobStore.completeUpload`. */
export async function completeLocalUpload(
  context: LocalContext,
  plan: UploadPlan,
  receipts: readonly PartReceipt[],
): Promise<CompletedUpload> {
  const parts = receiptsInOrder(plan, receipts)
  if (parts.every((part) => part.place.kind === 'slot')) return settleSparseFile(context, plan, parts)
  const blobKey = joinedKey(plan.key)
  // Always joined anew: a joined file from before a crash may hold a part that was replaced since.
  const source = bytesOfParts(context, plan, parts)
  return { blobKey, ...(await writeWholeFile(context, placeOf(context.tree, blobKey), source, {})) }
}

/** Closes an upload and removes all of it but `keep`: see `BlobStore.discardUpload`. */
export async function discardLocalUpload(
  context: LocalContext,
  plan: UploadPlan,
  keep: BlobKey | null,
): Promise<void> {
  const keys = [plan.key, joinedKey(plan.key)]
  if (keep !== null && !keys.includes(keep)) throw new RangeError(`${keep} does not belong to this upload.`)
  await context.uploads.close(plan.key)
  const { folderPath } = placeOf(context.tree, plan.key)
  if (!(await folderExists(context.tree, folderPath))) return
  const places = keys.map((key) => placeOf(context.tree, key))
  const keptName = keep === null ? null : placeOf(context.tree, keep).name
  for (const name of await readdir(folderPath)) {
    const ours = places.some((place) => name === place.name || name.startsWith(`${place.name}~`))
    if (ours && name !== keptName) await rm(join(folderPath, name), { force: true })
  }
  await onDisk(() => syncFolderChain(context.tree, folderPath))
}

// Every part lies in its own slot, acknowledged and therefore safe: the sparse file is the blob.
async function settleSparseFile(
  context: LocalContext,
  plan: UploadPlan,
  parts: readonly PartReceipt[],
): Promise<CompletedUpload> {
  const sizeBytes = parts.reduce((sum, part) => sum + part.sizeBytes, 0)
  const place = placeOf(context.tree, plan.key)
  // Of an upload of 0 bytes there may be no file yet; of any other a missing file is damage.
  const create = sizeBytes === 0 ? constants.O_CREAT : 0
  const file = await damagedWhenMissing(place, () =>
    onDisk(() => openForWriting(context.tree, place, place.path, constants.O_RDWR | create)),
  )
  try {
    const { size } = await file.stat()
    if (size < sizeBytes) throw damaged(place)
    // Nothing acknowledged lies behind the last slot.
    if (size > sizeBytes) await file.truncate(sizeBytes)
    await onDisk(() => file.sync())
  } finally {
    await file.close()
  }
  await onDisk(() => syncFolderChain(context.tree, place.folderPath))
  const hash = sizeBytes === 0 ? context.newXxh64().hex() : await runningHash(context, plan, sizeBytes)
  return { blobKey: plan.key, sizeBytes, xxHash: hash }
}

async function runningHash(
  context: LocalContext,
  plan: UploadPlan,
  sizeBytes: number,
): Promise<string | null> {
  const upload = context.uploads.peek(plan.key)
  if (upload === undefined || upload.hash === null) return null
  if (sizeBytes - upload.hash.absorbedBytes > WORTH_WAITING_BYTES) return null
  await upload.following
  // The last part may have come when that reader had just looked for more.
  await followHash(context, plan, upload)
  return finishedHash(upload.hash, sizeBytes)
}
