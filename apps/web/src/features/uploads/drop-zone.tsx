// Takes files and folders that are dropped anywhere on a folder's page, or on a folder's card.
import { Upload } from 'lucide-react'
import { useRef, useState } from 'react'
import type { DragEvent, ReactNode } from 'react'
import { readDropped } from './read-dropped.ts'
import type { Dropped } from './read-dropped.ts'
import './drop-zone.css'

const TARGET_CLASS = 'card-drop-target'

export interface DropTarget {
  id: string
  name: string
  card: Element
  /** A file or a stack: what is dropped becomes its newest version. */
  isVersion: boolean
}

export function DropZone(props: {
  folderId: string
  folderName: string
  /** The card under the pointer that takes files, if any. */
  targetAt: (element: Element) => DropTarget | null
  onDrop: (target: { id: string; isVersion: boolean }, dropped: Dropped) => void
  children: ReactNode
}) {
  const [target, setTarget] = useState<{ name: string; isVersion: boolean } | null>(null)
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
    setTarget(null)
  }
  function targetOf(event: DragEvent): Omit<DropTarget, 'card'> & { card: Element | null } {
    const card = event.target instanceof Element ? props.targetAt(event.target) : null
    // One film has one next version.
    if (card !== null && (!card.isVersion || event.dataTransfer.items.length === 1)) return card
    return { id: props.folderId, name: props.folderName, card: null, isVersion: false }
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
        const { name, card, isVersion } = targetOf(event)
        light(card)
        setTarget((before) =>
          before?.name === name && before.isVersion === isVersion ? before : { name, isVersion },
        )
      }}
      onDragLeave={() => {
        depth.current -= 1
        if (depth.current <= 0) end()
      }}
      onDrop={(event) => {
        if (!hasFiles(event)) return
        event.preventDefault()
        const { id, isVersion } = targetOf(event)
        end()
        void readDropped(event.dataTransfer).then((dropped) => props.onDrop({ id, isVersion }, dropped))
      }}
    >
      {props.children}
      {target !== null && (
        <div className="drop-sign">
          <p className="drop-sign-text">
            <Upload aria-hidden />
            {target.isVersion ? 'Drop as a new version of' : 'Drop to upload into'} <b>{target.name}</b>
          </p>
        </div>
      )}
    </div>
  )
}

function hasFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer.types.includes('Files')
}
