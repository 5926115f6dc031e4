// The queue of uploads: which file goes when, what happens when something goes wrong, what is remembered. Lives outside
// of React and outlasts every page.
import type { Client } from '@rushes/client/client'
import { ApiError } from '@rushes/client/request'
import type { PutPart } from '@rushes/client/upload'
import { createGate } from './gate.ts'
import { retryDelayMs } from './part-plan.ts'
import { sendFile } from './send-file.ts'
import { entryOfFile, entryOfLedger } from './upload-entry.ts'
import type { UploadEntry } from './upload-entry.ts'
import { isWorthAnotherTry, reasonOf } from './upload-failure.ts'
import type { UploadItem, UploadState } from './upload-item.ts'
import { isSameFile } from './upload-ledger.ts'
import type { LedgerEntry, UploadLedger } from './upload-ledger.ts'

export interface UploadDeps {
  client: Client
  putPart: PutPart
  ledger: UploadLedger
  tabId: string
  nowMs: () => number
  newId: () => string
  random: () => number
  /** Returns the way to call it off. */
  after: (delayMs: number, run: () => void) => () => void
  /** An asset was made or has arrived: listings that show it are old. */
  onAssetChanged: (assetId: string) => void
}

export interface NewUpload {
  file: File
  projectId: string
  parentId: () => Promise<string>
  /** The asset it becomes the newest version of once it has arrived. */
  versionOf?: string
}

export interface Uploads {
  getItems: () => readonly UploadItem[]
  subscribe: (listener: () => void) => () => void
  /** The upload of an asset, if it is one of this tab's. */
  itemOf: (assetId: string) => UploadItem | null
  add: (uploads: NewUpload[]) => void
  pause: (id: string) => void
  resume: (id: string) => void
  /** Stops it and takes the unfinished asset away again. */
  cancel: (id: string) => void
  /** Takes a finished or failed one off the list. */
  dismiss: (id: string) => void
  /** Goes on with unfinished uploads of these files. Gives back the files that belong to none. */
  offerFiles: (files: readonly File[]) => File[]
  /** The network is back: do not wait for the next try. */
  retryNow: () => void
  /** Lists what was begun before this page was loaded. */
  recall: (entries: { remembered: LedgerEntry; receivedBytes: number }[]) => void
}

const FILES_AT_ONCE = 2
const PARTS_AT_ONCE = 3
/** Readers are told at most this often of bytes that moved. */
const TELL_EVERY_MS = 200

export function createUploads(deps: UploadDeps): Uploads {
  const entries = new Map<string, UploadEntry>()
  const listeners = new Set<() => void>()
  const gate = createGate(PARTS_AT_ONCE)
  let items: readonly UploadItem[] = []
  let cancelTelling: (() => void) | null = null

  function tell(): void {
    cancelTelling?.()
    cancelTelling = null
    items = [...entries.values()].map(({ item }) => item)
    for (const listener of listeners) listener()
  }
  function tellSoon(): void {
    cancelTelling ??= deps.after(TELL_EVERY_MS, tell)
  }
  function change(entry: UploadEntry, patch: Partial<UploadItem>): void {
    entry.item = { ...entry.item, ...patch }
  }
  function enter(entry: UploadEntry, state: UploadState): void {
    entry.cancelTimer?.()
    entry.cancelTimer = null
    if (state.kind !== 'sending') entry.meter.reset()
    change(entry, { state, bytesPerSecond: 0 })
    tell()
  }

  /** What is on the line when a pause comes is let through: a large part on a slow line would be lost. */
  function putPartOf({ cut, onLine }: UploadEntry): PutPart {
    return (url, body, options) =>
      gate(async () => {
        const part = deps.putPart(url, body, { ...options, signal: cut.signal })
        onLine.add(part)
        try {
          await part
        } finally {
          onLine.delete(part)
        }
      }, options.signal)
  }

  function pump(): void {
    const all = [...entries.values()]
    let free = FILES_AT_ONCE - all.filter(({ item }) => item.state.kind === 'sending').length
    for (const entry of all)
      if (free > 0 && entry.item.state.kind === 'waiting' && entry.file !== null) {
        free -= 1
        void send(entry, entry.file)
      }
  }

  async function send(entry: UploadEntry, file: File): Promise<void> {
    const stop = new AbortController()
    entry.stop = stop
    enter(entry, { kind: 'sending' })
    try {
      // Of an earlier try. Nothing is sent twice.
      await Promise.allSettled(entry.onLine)
      await sendFile(deps.client, putPartOf(entry), {
        file,
        parentId: entry.parentId,
        versionOf: entry.versionOf,
        assetId: entry.item.assetId,
        signal: stop.signal,
        onCreated: (assetId) => {
          change(entry, { assetId })
          remember(entry)
          deps.onAssetChanged(assetId)
        },
        onProgress: (sentBytes) => {
          if (stop.signal.aborted) return
          if (sentBytes > entry.item.sentBytes) entry.attempt = 0
          entry.meter.note(sentBytes, deps.nowMs())
          change(entry, { sentBytes, bytesPerSecond: entry.meter.bytesPerSecond(deps.nowMs()) })
          tellSoon()
        },
      })
      change(entry, { sentBytes: file.size })
      forget(entry)
      enter(entry, { kind: 'done' })
      if (entry.item.assetId !== null) deps.onAssetChanged(entry.item.assetId)
    } catch (error) {
      if (!stop.signal.aborted) recover(entry, error)
    }
    pump()
  }

  function recover(entry: UploadEntry, error: unknown): void {
    if (!isWorthAnotherTry(error, entry.item.assetId !== null)) {
      forget(entry)
      enter(entry, { kind: 'failed', reason: reasonOf(error) })
      return
    }
    const delayMs = retryDelayMs(entry.attempt, deps.random())
    entry.attempt += 1
    enter(entry, { kind: 'interrupted', retryAtMs: deps.nowMs() + delayMs, reason: reasonOf(error) })
    entry.cancelTimer = deps.after(delayMs, () => goOn(entry))
  }

  function goOn(entry: UploadEntry): void {
    enter(entry, { kind: entry.file === null ? 'needs-file' : 'waiting' })
    pump()
  }

  function remember({ item, lastModifiedMs }: UploadEntry): void {
    const { assetId, projectId, name, sizeBytes } = item
    const { tabId, nowMs, ledger } = deps
    if (assetId !== null)
      ledger.put({ assetId, projectId, name, sizeBytes, lastModifiedMs, tabId, aliveAtMs: nowMs() })
  }
  function forget({ item }: UploadEntry): void {
    if (item.assetId !== null) deps.ledger.remove(item.assetId)
  }

  return {
    getItems: () => items,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    itemOf: (assetId) => items.find((item) => item.assetId === assetId) ?? null,
    add: (uploads) => {
      for (const upload of uploads) {
        const entry = entryOfFile(deps.newId(), upload)
        entries.set(entry.item.id, entry)
      }
      tell()
      pump()
    },
    pause: (id) => {
      const entry = entries.get(id)
      if (entry === undefined || !['waiting', 'sending', 'interrupted'].includes(entry.item.state.kind))
        return
      entry.stop?.abort()
      enter(entry, { kind: 'paused' })
      pump()
    },
    resume: (id) => {
      const entry = entries.get(id)
      if (entry === undefined || !['paused', 'interrupted', 'failed'].includes(entry.item.state.kind)) return
      entry.attempt = 0
      goOn(entry)
    },
    cancel: (id) => {
      const entry = entries.get(id)
      if (entry === undefined) return
      entry.stop?.abort()
      entry.cut.abort()
      entry.cancelTimer?.()
      forget(entry)
      entries.delete(id)
      tell()
      pump()
      const { assetId, state } = entry.item
      if (assetId !== null && state.kind !== 'done') void withdraw(deps, assetId)
    },
    dismiss: (id) => {
      entries.delete(id)
      tell()
    },
    offerFiles: (files) =>
      files.filter((file) => {
        const entry = [...entries.values()].find(
          ({ item, lastModifiedMs }) =>
            item.state.kind === 'needs-file' && isSameFile({ ...item, lastModifiedMs }, file),
        )
        if (entry === undefined) return true
        entry.file = file
        remember(entry)
        goOn(entry)
        return false
      }),
    retryNow: () => {
      for (const entry of entries.values()) if (entry.item.state.kind === 'interrupted') goOn(entry)
    },
    recall: (ledgerEntries) => {
      const known = new Set([...entries.values()].map(({ item }) => item.assetId))
      for (const { remembered, receivedBytes } of ledgerEntries) {
        if (known.has(remembered.assetId)) continue
        const entry = entryOfLedger(deps.newId(), remembered, receivedBytes)
        entries.set(entry.item.id, entry)
      }
      tell()
    },
  }
}

/** The server throws abandoned uploads away in time, so that a failure here costs nobody anything. */
async function withdraw({ client, onAssetChanged }: UploadDeps, assetId: string): Promise<void> {
  try {
    await client.cancelUpload(assetId)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
  }
  onAssetChanged(assetId)
}
