// Makes the folders of a dropped tree on the way, each once. A folder that is already there by that name is used: a
// tree dropped a second time goes on where the first drop was cut off.
import type { Client } from '@rushes/client/client'

export interface FolderMaker {
  /** The id of the folder at the end of a path below the root. */
  idOf: (path: readonly string[]) => Promise<string>
}

/** As many as are looked through for one of the same name. */
const MOST_SIBLINGS = 1000

export function createFolderMaker(
  client: Pick<Client, 'children' | 'createAsset'>,
  rootId: string,
): FolderMaker {
  const made = new Map<string, Promise<{ id: string; isNew: boolean }>>()

  function find(path: readonly string[]): Promise<{ id: string; isNew: boolean }> {
    const name = path.at(-1)
    if (name === undefined) return Promise.resolve({ id: rootId, isNew: false })
    const key = JSON.stringify(path)
    const known = made.get(key)
    if (known !== undefined) return known
    const found = findOrMake(path.slice(0, -1), name).catch((error: unknown) => {
      // A later try must not be answered with this failure.
      made.delete(key)
      throw error
    })
    made.set(key, found)
    return found
  }

  async function findOrMake(above: readonly string[], name: string): Promise<{ id: string; isNew: boolean }> {
    const parent = await find(above)
    // Nothing can be inside of a folder that was made a moment ago.
    const siblings = parent.isNew
      ? []
      : (await client.children(parent.id, { type: 'folder', page_size: MOST_SIBLINGS })).items
    const present = siblings.find((sibling) => sibling.name === name)
    if (present !== undefined) return { id: present.id, isNew: false }
    const { id } = await client.createAsset(parent.id, { type: 'folder', name })
    return { id, isNew: true }
  }

  return { idOf: async (path) => (await find(path)).id }
}
