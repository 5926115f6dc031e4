import { useQueryClient } from '@tanstack/react-query'
import { useServices } from '../../services.ts'
import { count } from '../../ui/count.ts'
import { messageOf } from '../../ui/message-of.ts'
import { createFolderMaker } from './folder-maker.ts'
import type { Dropped } from './read-dropped.ts'

/** Starts uploading what was dropped or picked into a folder, making its folders on the way. */
export function useUploadInto(projectId: string): (folderId: string, dropped: Dropped) => void {
  const { client, uploads, toasts } = useServices()
  const queryClient = useQueryClient()
  return (folderId, { files, emptyFolders }) => {
    // Files picked to go on with an interrupted upload are not new ones.
    const fresh = new Set(uploads.offerFiles(files.map(({ file }) => file)))
    const folders = createFolderMaker(client, folderId)
    uploads.add(
      files
        .filter(({ file }) => fresh.has(file))
        .map(({ file, path }) => ({ file, projectId, parentId: () => folders.idOf(path) })),
    )
    if (fresh.size < files.length) toasts.say(`Going on with ${count(files.length - fresh.size, 'upload')}.`)
    void makeEmptyFolders()

    async function makeEmptyFolders(): Promise<void> {
      try {
        for (const path of emptyFolders) await folders.idOf(path)
      } catch (error) {
        toasts.complain(messageOf(error))
      }
      if (emptyFolders.length > 0) await queryClient.invalidateQueries({ queryKey: ['children'] })
    }
  }
}
