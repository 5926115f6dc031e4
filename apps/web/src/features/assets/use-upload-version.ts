import type { Asset } from '@rushes/contract/assets'
import { useCallback } from 'react'
import { useServices } from '../../services.ts'
import { fileFitsAsVersion } from './version-fit.ts'

/** What messages on the way of a next version speak of. */
export const nextVersionOf = (assetId: string) => `next version of ${assetId}`

/** Sends a file up that becomes the newest version of an asset once it has arrived. */
export function useUploadVersion(): (base: Asset, folderId: string, file: File) => void {
  const { uploads, toasts } = useServices()
  return useCallback(
    (base, folderId, file) => {
      if (!fileFitsAsVersion(file.type, base)) {
        toasts.complain(
          `“${file.name}” is of another kind than “${base.name}”, so it cannot be a version of it.`,
        )
        return
      }
      uploads.add([
        { file, projectId: base.project_id, parentId: () => Promise.resolve(folderId), versionOf: base.id },
      ])
      toasts.say(
        `“${file.name}” becomes the next version as soon as it has arrived.`,
        undefined,
        nextVersionOf(base.id),
      )
    },
    [uploads, toasts],
  )
}
