// Which uploads this browser has begun and not finished, kept over reloads. A file itself cannot be kept; the person
// picks it again, and it is known by its name, size and age.

export interface LedgerEntry {
  assetId: string
  projectId: string
  name: string
  sizeBytes: number
  lastModifiedMs: number
  /** The tab that sends it. */
  tabId: string
  /** When that tab last said so. */
  aliveAtMs: number
}

/** The part of Storage that is needed. */
export interface TextStore {
  getItem: (key: string) => string | null
  setItem: (key: string, value: string) => void
}

export interface UploadLedger {
  entries: () => LedgerEntry[]
  put: (entry: LedgerEntry) => void
  remove: (assetId: string) => void
}

const STORED_AS = 'rushes.uploads'

export function createUploadLedger(store: TextStore): UploadLedger {
  const entries = () => parseEntries(store.getItem(STORED_AS))
  const others = (assetId: string) => entries().filter((entry) => entry.assetId !== assetId)
  const write = (list: LedgerEntry[]) => store.setItem(STORED_AS, JSON.stringify(list))
  return {
    entries,
    put: (entry) => write([...others(entry.assetId), entry]),
    remove: (assetId) => write(others(assetId)),
  }
}

/** True when a picked file is the one that was begun. */
export function isSameFile(
  entry: Pick<LedgerEntry, 'name' | 'sizeBytes' | 'lastModifiedMs'>,
  file: { name: string; size: number; lastModified: number },
): boolean {
  return (
    entry.name === file.name && entry.sizeBytes === file.size && entry.lastModifiedMs === file.lastModified
  )
}

/** What is stored may come from another version or be damaged; whatever does not fit is left out. */
function parseEntries(text: string | null): LedgerEntry[] {
  if (text === null) return []
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? value.filter(isEntry) : []
  } catch (cause) {
    if (cause instanceof SyntaxError) return []
    throw cause
  }
}

function isEntry(value: unknown): value is LedgerEntry {
  if (typeof value !== 'object' || value === null) return false
  const entry = value as Record<string, unknown>
  return (
    ['assetId', 'projectId', 'name', 'tabId'].every((key) => typeof entry[key] === 'string') &&
    ['sizeBytes', 'lastModifiedMs', 'aliveAtMs'].every((key) => typeof entry[key] === 'number')
  )
}
