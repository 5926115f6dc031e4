import { constants, mkdir, open } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'

/**
 * A folder that holds a store, and what is known about which of its folders survive a power cut.
 * After fsync of a file its bytes are safe, but its *name* is only after fsync of the folder it is in, and that
 * folder's name only after fsync of its parent, up to the root.
 */
export interface FolderTree {
  /** Absolute, without symbolic links. */
  readonly rootPath: string
  /** Absolute paths of folders whose whole chain of names up to the root is on disk. Forgetting is harmless. */
  readonly durable: Set<string>
}

// Bounds the memory of a process that sees millions of media; past it the set starts anew.
const MAX_REMEMBERED_FOLDERS = 10_000

/** Creates the root folder (and its parents) if missing, durably, readable by its owner only. */
export async function makeRootFolder(path: string): Promise<void> {
  const firstMade = await mkdir(path, { recursive: true, mode: 0o700 })
  if (firstMade === undefined) return
  const above = dirname(firstMade)
  for (const name of ['', ...foldersBetween(above, dirname(path))]) await syncFolder(join(above, name))
}

/** Makes the names inside a folder of the tree safe, then the folder's own name, up to the root. */
export async function syncFolderChain(tree: FolderTree, folderPath: string): Promise<void> {
  await syncFolder(folderPath)
  const nowDurable: string[] = []
  let current = folderPath
  while (current !== tree.rootPath && !tree.durable.has(current)) {
    nowDurable.push(current)
    current = dirname(current)
    await syncFolder(current)
  }
  // Only now: another writer that finds a folder here skips all that lies above it.
  if (tree.durable.size + nowDurable.length > MAX_REMEMBERED_FOLDERS) tree.durable.clear()
  for (const path of nowDurable) tree.durable.add(path)
}

/** Forgets a folder that is being removed and all below it; one made anew in its place is not safe yet. */
export function forgetFolder(tree: FolderTree, folderPath: string): void {
  for (const path of tree.durable) {
    if (path === folderPath || path.startsWith(folderPath + sep)) tree.durable.delete(path)
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, constants.O_RDONLY | constants.O_DIRECTORY)
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** `('/a', '/a/b/c')` → `['b', 'b/c']` */
function foldersBetween(above: string, below: string): string[] {
  const names = relative(above, below).split(sep)
  return names[0] === '' ? [] : names.map((_, index) => names.slice(0, index + 1).join(sep))
}
