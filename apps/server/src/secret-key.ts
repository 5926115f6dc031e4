// The key of signed links. Whoever knows it opens every file, so a key that is not whole is never used.
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DataFolderError } from './data-folder.ts'
import { replaceFile } from './replace-file.ts'

const SECRET_BYTES = 32
const KEY_TEXT = new RegExp(`^[0-9a-f]{${String(SECRET_BYTES * 2)}}$`)

/**
 * Reads the key that the data folder keeps, or makes it at the first start. Throws DataFolderError when the file is
 * damaged. Only for the process that owns the folder.
 */
export async function readSecretKey(dataFolder: string): Promise<Buffer> {
  const path = join(dataFolder, 'secret.key')
  try {
    const text = (await readFile(path, 'utf8')).trim()
    if (KEY_TEXT.test(text)) return Buffer.from(text, 'hex')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
    const made = randomBytes(SECRET_BYTES)
    await replaceFile(path, made.toString('hex'))
    return made
  }
  throw new DataFolderError(
    `The key of signed links, ${path}, is damaged. Put it back from a backup, or delete it: a new one is made at the ` +
      'next start, and links handed out before stop working.',
  )
}
