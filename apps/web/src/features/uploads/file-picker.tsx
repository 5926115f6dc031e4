import { useEffect, useImperativeHandle, useRef } from 'react'
import type { RefObject } from 'react'
import { fromFileList } from './read-dropped.ts'
import type { Dropped } from './read-dropped.ts'

/** Opens the system's windows for picking files and folders. */
export interface PickerHandle {
  pickFiles: () => void
  pickFolder: () => void
}

export function FilePicker({
  handle,
  onPick,
}: {
  handle: RefObject<PickerHandle | null>
  onPick: (dropped: Dropped) => void
}) {
  const filesInput = useRef<HTMLInputElement>(null)
  const folderInput = useRef<HTMLInputElement>(null)
  useEffect(() => {
    // React does not know the attribute.
    folderInput.current?.setAttribute('webkitdirectory', '')
  }, [])
  useImperativeHandle(handle, () => ({
    pickFiles: () => filesInput.current?.click(),
    pickFolder: () => folderInput.current?.click(),
  }))
  function take(input: HTMLInputElement): void {
    onPick(fromFileList([...(input.files ?? [])]))
    // The same file can be picked again.
    input.value = ''
  }
  return (
    <>
      <input
        ref={filesInput}
        type="file"
        multiple
        hidden
        aria-label="Files to upload"
        onChange={(event) => take(event.currentTarget)}
      />
      <input
        ref={folderInput}
        type="file"
        hidden
        aria-label="Folder to upload"
        onChange={(event) => take(event.currentTarget)}
      />
    </>
  )
}
