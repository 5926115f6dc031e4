// The upload engine, joined to a real browser: its network, clock, storage and the wish to leave the page.
import type { Client } from '@rushes/client/client'
import { ApiError } from '@rushes/client/request'
import type { UploadStatus } from '@rushes/contract/uploads'
import type { QueryClient } from '@tanstack/react-query'
import { putPartByXhr } from './put-part-by-xhr.ts'
import { createUploads } from './upload-engine.ts'
import type { Uploads } from './upload-engine.ts'
import { createUploadLedger } from './upload-ledger.ts'
import type { LedgerEntry, UploadLedger } from './upload-ledger.ts'

const SAY_ALIVE_EVERY_MS = 5000
const GATHER_MS = 500
/** A tab that has been silent for this long is gone. */
const DEAD_AFTER_MS = 15_000
const TAB_ID_STORED_AS = 'rushes.tab'

export function startUploads(client: Client, queryClient: QueryClient): Uploads {
  const tabId = tabIdOf(sessionStorage)
  const ledger = createUploadLedger(localStorage)
  const uploads = createUploads({
    client,
    ledger,
    tabId,
    putPart: putPartByXhr,
    nowMs: () => Date.now(),
    newId: randomId,
    random: Math.random,
    after: (delayMs, run) => {
      const timer = setTimeout(run, delayMs)
      return () => clearTimeout(timer)
    },
    onAssetChanged: gatherChanges(queryClient),
  })

  window.addEventListener('online', uploads.retryNow)
  window.addEventListener('beforeunload', (event) => {
    const isAtWork = uploads
      .getItems()
      .some(({ state }) => ['waiting', 'sending', 'interrupted'].includes(state.kind))
    if (isAtWork) event.preventDefault()
  })
  setInterval(() => sayAlive(ledger, tabId, uploads), SAY_ALIVE_EVERY_MS)

  // What this very tab began before it was loaded again is known at once; of other tabs one must see if they live.
  void recall(client, ledger, uploads, (entry) => entry.tabId === tabId)
  setTimeout(
    () => void recall(client, ledger, uploads, ({ aliveAtMs }) => Date.now() - aliveAtMs > DEAD_AFTER_MS),
    DEAD_AFTER_MS,
  )
  return uploads
}

/** A drop of a thousand files must not ask for the folder a thousand times. */
function gatherChanges(queryClient: QueryClient): (assetId: string) => void {
  const changed = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | undefined
  return (assetId) => {
    changed.add(assetId)
    timer ??= setTimeout(() => {
      timer = undefined
      void queryClient.invalidateQueries({ queryKey: ['children'] })
      for (const id of changed) void queryClient.invalidateQueries({ queryKey: ['asset', id] })
      changed.clear()
    }, GATHER_MS)
  }
}

function sayAlive(ledger: UploadLedger, tabId: string, uploads: Uploads): void {
  const mine = new Set(
    uploads
      .getItems()
      .flatMap(({ assetId, state }) => (assetId === null || state.kind === 'needs-file' ? [] : [assetId])),
  )
  for (const entry of ledger.entries())
    if (mine.has(entry.assetId)) ledger.put({ ...entry, tabId, aliveAtMs: Date.now() })
}

/** Lists unfinished uploads; those the server has finished or given up meanwhile are forgotten. */
async function recall(
  client: Client,
  ledger: UploadLedger,
  uploads: Uploads,
  isMine: (entry: LedgerEntry) => boolean,
): Promise<void> {
  for (const entry of ledger.entries().filter(isMine)) {
    const status = await statusOnServer(client, entry.assetId)
    if (status === 'unknown') continue
    if (status?.state === 'arriving')
      uploads.recall([{ remembered: entry, receivedBytes: status.received_bytes }])
    else ledger.remove(entry.assetId)
  }
}

/** Null when the server knows of no such upload any more. */
async function statusOnServer(client: Client, assetId: string): Promise<UploadStatus | null | 'unknown'> {
  try {
    return await client.uploadStatus(assetId)
  } catch (error) {
    // Signed out or offline: it may still be there, and is asked for again at the next load.
    if (error instanceof ApiError) return error.status === 404 ? null : 'unknown'
    throw error
  }
}

/** Survives a reload of the tab and nothing else. */
function tabIdOf(storage: Storage): string {
  const id = storage.getItem(TAB_ID_STORED_AS) ?? randomId()
  storage.setItem(TAB_ID_STORED_AS, id)
  return id
}

/** crypto.randomUUID exists on secure origins only. */
function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')
}
