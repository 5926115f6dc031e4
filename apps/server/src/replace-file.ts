import { open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Writes a small file so that a reader, also one after a power cut, sees the old content or the new, never a part.
 * Readable by this user alone. Two writers of one file at a time are the caller's mistake.
 */
export async function replaceFile(file: string, content: string): Promise<void> {
  const handle = await open(`${file}.new`, 'w', 0o600)
  try {
    await handle.writeFile(content)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(`${file}.new`, file)
  // The name, too, must outlive a power cut.
  const folder = await open(dirname(file))
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
