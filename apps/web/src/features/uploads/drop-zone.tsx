// Takes files and folders that are dropped anywhere on a folder's page, or on a folder's card.
import { Upload } from 'lucide-react'
import { useRef, useState } from 'react'
import type { DragEvent, ReactNode } from 'react'
import { readDropped } from './read-dropped.ts'
import type { Dropped } from './read-dropped.ts'
import './drop-zone.css'

const TARGET_CLASS = 'card-drop-target'

export function DropZone(props: {
  folderId: string
  folderName: string
  /** The folder whose card is under the pointer, if any. */
  folderAt: (element: Element) => { id: string; name: string; card: Element } | null
  onDrop: (folderId: string, dropped: Dropped) => void
  children: ReactNode
}) {
  const [targetName, setTargetName] = useState<string | null>(null)
  /** Enter and leave come for every child; only their balance says whether the pointer is still here. */
  const depth = useRef(0)
  const litCard = useRef<Element | null>(null)

  function light(card: Element | null): void {
    if (litCard.current === card) return
    litCard.current?.classList.remove(TARGET_CLASS)
    card?.classList.add(TARGET_CLASS)
    litCard.current = card
  }
  function end(): void {
    depth.current = 0
    light(null)
    setTargetName(null)
  }
  function targetOf(event: DragEvent): { id: string; name: string; card: Element | null } {
    const folder = event.target instanceof Element ? props.folderAt(event.target) : null
    return folder ?? { id: props.folderId, name: props.folderName, card: null }
  }

  return (
    <div
      className="drop-zone"
      onDragEnter={(event) => {
        if (!hasFiles(event)) return
        event.preventDefault()
        depth.current += 1
      }}
      onDragOver={(event) => {
        if (!hasFiles(event)) return
        event.preventDefault()
        event.dataTransfer.dropEffect = 'copy'
        const { name, card } = targetOf(event)
        light(card)
        setTargetName(name)
      }}
      onDragLeave={() => {
        depth.current -= 1
        if (depth.current <= 0) end()
      }}
      onDrop={(event) => {
        if (!hasFiles(event)) return
        event.preventDefault()
        const { id } = targetOf(event)
        end()
        void readDropped(event.dataTransfer).then((dropped) => props.onDrop(id, dropped))
      }}
    >
      {props.children}
      {targetName !== null && (
        <div className="drop-sign">
          <p className="drop-sign-text">
            <Upload aria-hidden />
            Drop to upload into <b>{targetName}</b>
          </p>
        </div>
      )}
    </div>
  )
}

function hasFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer.types.includes('Files')
}
