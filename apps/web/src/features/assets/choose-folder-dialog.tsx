// Where to move or copy to, without dragging: the folders of the project, one level at a time.
import type { Asset } from '@rushes/contract/assets'
import type { Client } from '@rushes/client/client'
import { allItems } from '@rushes/client/pages'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { ChevronRight, Folder } from 'lucide-react'
import { useState } from 'react'
import { useServices } from '../../services.ts'
import { Button } from '../../ui/button.tsx'
import { count } from '../../ui/count.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { ListStates } from '../../ui/list-states.tsx'
import { Switch } from '../../ui/switch.tsx'
import { projectQuery } from '../places/project-queries.ts'
import { ancestorsQuery } from './asset-queries.ts'
import '../../ui/choice-row.css'
import './choose-folder-dialog.css'

export interface FolderWish {
  doing: 'move' | 'copy'
  assets: readonly Asset[]
}

export interface ChosenFolder {
  id: string
  name: string
}

type OnChoose = (wish: FolderWish, folder: ChosenFolder, withComments: boolean) => void

const WORDS = { move: 'Move', copy: 'Copy' } as const

const foldersQuery = (client: Client, folderId: string) =>
  queryOptions({
    queryKey: ['folders', folderId],
    queryFn: ({ signal }) =>
      allItems((list) => client.children(folderId, { ...list, type: 'folder', sort: 'name', signal })),
    staleTime: 0,
  })

export function ChooseFolderDialog(props: {
  /** Null while nobody asks. */
  wish: FolderWish | null
  onChoose: OnChoose
  onClose: () => void
}) {
  const { wish, onClose } = props
  const [first] = wish?.assets ?? []
  if (wish === null || first === undefined) return null
  const what = wish.assets.length === 1 ? `“${first.name}”` : count(wish.assets.length, 'item')
  return (
    <Dialog title={`${WORDS[wish.doing]} ${what}`} isOpen onClose={onClose}>
      <Places wish={wish} first={first} onChoose={props.onChoose} onClose={onClose} />
    </Dialog>
  )
}

function Places(props: { wish: FolderWish; first: Asset; onChoose: OnChoose; onClose: () => void }) {
  const { wish, first, onChoose } = props
  const { client } = useServices()
  const project = useQuery(projectQuery(client, first.project_id))
  const ancestors = useQuery(ancestorsQuery(client, first.id))
  /** The way down from the project; null until somebody went another one than to where the files are. */
  const [walked, setWalked] = useState<readonly ChosenFolder[] | null>(null)
  const [withComments, setWithComments] = useState(false)
  // The first ancestor is the root folder, which goes by the project's name.
  const path =
    walked ??
    (ancestors.data ?? []).map(({ id, name }, index) => ({
      id,
      name: index === 0 ? (project.data?.name ?? name) : name,
    }))
  const here = path.at(-1)
  const listing = useQuery({ ...foldersQuery(client, here?.id ?? ''), enabled: here !== undefined })
  // Nothing can be moved into itself.
  const moved = new Set(wish.assets.map(({ id }) => id))
  const folders = (listing.data ?? []).filter(({ id }) => wish.doing === 'copy' || !moved.has(id))
  const isThereAlready = wish.doing === 'move' && here?.id === first.parent_id
  return (
    <div className="dialog-form choose-folder">
      <nav className="choose-folder-path" aria-label="Folder">
        {path.map((step, index) => (
          <span key={step.id} className="choose-folder-step">
            {index > 0 && <ChevronRight aria-hidden />}
            {step === here ? (
              <span aria-current="location">{step.name}</span>
            ) : (
              <button type="button" onClick={() => setWalked(path.slice(0, index + 1))}>
                {step.name}
              </button>
            )}
          </span>
        ))}
      </nav>
      <ListStates query={listing}>
        {folders.length === 0 && <p className="choose-folder-none">There is no folder in here.</p>}
        <ul className="choose-folder-list">
          {folders.map(({ id, name }) => (
            <li key={id}>
              <button
                type="button"
                className="choice-row choose-folder-item"
                onClick={() => setWalked([...path, { id, name }])}
              >
                <Folder aria-hidden />
                <span className="choose-folder-name">{name}</span>
                <ChevronRight aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      </ListStates>
      {wish.doing === 'copy' && (
        <Switch label="With the comments" isOn={withComments} onChange={setWithComments} />
      )}
      <div className="dialog-buttons">
        <Button onClick={props.onClose}>Cancel</Button>
        <Button
          look="primary"
          disabled={here === undefined || isThereAlready}
          onClick={() => here !== undefined && onChoose(wish, here, withComments)}
        >
          {isThereAlready ? 'It is here already' : `${WORDS[wish.doing]} here`}
        </Button>
      </div>
    </div>
  )
}
