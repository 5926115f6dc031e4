// What was dropped on the page, folders and all.

/** A file and the names of the folders it lies in, from the drop's own top down. */
export interface DroppedFile {
  file: File
  path: string[]
}

export interface Dropped {
  files: DroppedFile[]
  /** Folders with nothing in them; they are made all the same. */
  emptyFolders: string[][]
}

/** Litter of operating systems, never meant to be uploaded. */
const LITTER = new Set(['.DS_Store', 'Thumbs.db', 'desktop.ini'])

/** Reads a drop. Must be called within its event: afterwards the browser has forgotten what was dropped. */
export async function readDropped({ items, files }: DataTransfer): Promise<Dropped> {
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? [])
  if (entries.length === 0) return fromFileList([...files])
  const dropped: Dropped = { files: [], emptyFolders: [] }
  for (const entry of entries) await collect(entry, [], dropped)
  return dropped
}

/** What a file or folder picker gave. Folder pickers say the way in `webkitRelativePath`. */
export function fromFileList(files: readonly File[]): Dropped {
  return {
    files: files
      .filter(({ name }) => !LITTER.has(name))
      .map((file) => ({ file, path: file.webkitRelativePath.split('/').slice(0, -1) })),
    emptyFolders: [],
  }
}

async function collect(entry: FileSystemEntry, path: string[], into: Dropped): Promise<void> {
  if (LITTER.has(entry.name)) return
  if (isFile(entry)) {
    into.files.push({ file: await fileOf(entry), path })
    return
  }
  if (!isFolder(entry)) return
  const inside = [...path, entry.name]
  const children = await childrenOf(entry)
  if (children.length === 0) into.emptyFolders.push(inside)
  for (const child of children) await collect(child, inside, into)
}

/** A reader gives a hundred at a time and nothing when it is through. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader()
  const all: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    )
    if (some.length === 0) return all
    all.push(...some)
  }
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject))
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory
}
