// What the engine knows of a file beyond what the tray shows.
import { UploadIsOver } from './send-file.ts'
import { createSpeedMeter } from './speed-meter.ts'
import type { SpeedMeter } from './speed-meter.ts'
import type { NewUpload } from './upload-engine.ts'
import type { UploadItem } from './upload-item.ts'
import type { LedgerEntry } from './upload-ledger.ts'

export interface UploadEntry {
  item: UploadItem
  /** Null after a reload, until the person picks it again. */
  file: File | null
  parentId: () => Promise<string>
  /** Null for a file that stands for itself. */
  versionOf: string | null
  lastModifiedMs: number
  /** Stops what is under way; parts on the line still arrive. */
  stop: AbortController | null
  /** Cuts them off too. */
  cut: AbortController
  /** The parts on the line. */
  onLine: Set<Promise<unknown>>
  /** Tries since bytes last moved. */
  attempt: number
  meter: SpeedMeter
  /** Calls off the next try. */
  cancelTimer: (() => void) | null
}

const atRest = () => ({
  stop: null,
  cut: new AbortController(),
  onLine: new Set<Promise<unknown>>(),
  attempt: 0,
  cancelTimer: null,
})
const NOTHING_SENT = { sentBytes: 0, bytesPerSecond: 0 }

export function entryOfFile(id: string, { file, projectId, parentId, versionOf }: NewUpload): UploadEntry {
  return {
    ...atRest(),
    item: {
      ...NOTHING_SENT,
      id,
      projectId,
      assetId: null,
      name: file.name,
      sizeBytes: file.size,
      state: { kind: 'waiting' },
    },
    file,
    parentId,
    versionOf: versionOf ?? null,
    lastModifiedMs: file.lastModified,
    meter: createSpeedMeter(),
  }
}

/** One that was begun before this page was loaded. Its asset exists, so its folder is never asked for. */
export function entryOfLedger(id: string, remembered: LedgerEntry, receivedBytes: number): UploadEntry {
  const { projectId, assetId, name, sizeBytes, lastModifiedMs } = remembered
  return {
    ...atRest(),
    item: {
      sentBytes: receivedBytes,
      bytesPerSecond: 0,
      id,
      projectId,
      assetId,
      name,
      sizeBytes,
      state: { kind: 'needs-file' },
    },
    file: null,
    parentId: () => Promise.reject(new UploadIsOver('This upload has no folder any more.')),
    versionOf: null,
    lastModifiedMs,
    meter: createSpeedMeter(),
  }
}
