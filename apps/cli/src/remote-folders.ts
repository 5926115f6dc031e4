// The folders an upload goes into: what lies in them is asked for once, what is missing is made once.
import type { Client } from '@rushes/client/client'
import type { Asset } from '@rushes/contract/assets'
import { childrenOf } from './find-place.ts'
import { CommandError } from './verb.ts'

export interface RemoteFolders {
  /** The id of a folder below the start; made when it is not there. */
  folder: (names: readonly string[]) => Promise<string>
  /** What of a name lies in it. */
  named: (folderId: string, name: string) => Promise<Asset[]>
}

export function createRemoteFolders(client: Client, startId: string): RemoteFolders {
  const folders = new Map<string, Promise<string>>()
  const children = new Map<string, Promise<Asset[]>>()

  function list(folderId: string): Promise<Asset[]> {
    return once(children, folderId, () => childrenOf(client, folderId))
  }

  async function named(folderId: string, name: string): Promise<Asset[]> {
    return (await list(folderId)).filter((child) => child.name === name)
  }

  function folder(names: readonly string[]): Promise<string> {
    const name = names.at(-1)
    if (name === undefined) return Promise.resolve(startId)
    return once(folders, JSON.stringify(names), async () => {
      const parentId = await folder(names.slice(0, -1))
      const there = await named(parentId, name)
      const found = there.find(({ type }) => type === 'folder')
      if (found !== undefined) return found.id
      if (there.length > 0)
        throw new CommandError(`"${names.join('/')}" cannot be made: something else is called so.`)
      const made = await client.createAsset(parentId, { type: 'folder', name })
      children.set(made.id, Promise.resolve([]))
      return made.id
    })
  }

  return { folder, named }
}

function once<T>(made: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const known = made.get(key)
  if (known !== undefined) return known
  const making = make()
  made.set(key, making)
  return making
}
