// Choosing, without dragging, which file another one is a new version of.
import type { Asset } from '@rushes/contract/assets'
import { useQuery } from '@tanstack/react-query'
import { Layers } from 'lucide-react'
import { useState } from 'react'
import { useServices } from '../../services.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { ListStates } from '../../ui/list-states.tsx'
import { ownUrl } from '../../ui/own-url.ts'
import { listingQuery } from './asset-queries.ts'
import { canBeVersionOf } from './version-fit.ts'
import '../../ui/pick-list.css'
import '../../ui/choice-row.css'
import './make-version-dialog.css'

export function MakeVersionDialog(props: {
  /** The file to put on top of another one. Null while nobody asks. */
  next: Asset | null
  onChoose: (base: Asset, next: Asset) => void
  onClose: () => void
}) {
  const { next, onClose } = props
  if (next === null) return null
  return (
    <Dialog
      title={`Make “${next.name}” a version`}
      description="Of which file is it the newest version?"
      isOpen
      onClose={onClose}
    >
      <Choices next={next} onChoose={(base) => props.onChoose(base, next)} />
    </Dialog>
  )
}

function Choices({ next, onChoose }: { next: Asset; onChoose: (base: Asset) => void }) {
  const { client } = useServices()
  const [words, setWords] = useState('')
  const listing = useQuery(listingQuery(client, next.parent_id ?? '', 'name', 1))
  const wanted = words.trim().toLowerCase()
  const bases = (listing.data?.items ?? []).filter(
    (base) => canBeVersionOf(next, base) && base.name.toLowerCase().includes(wanted),
  )
  return (
    <div className="dialog-form make-version">
      <input
        className="pick-list-search"
        type="search"
        placeholder="Find…"
        aria-label="Find a file"
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <ListStates query={listing}>
        {bases.length === 0 && (
          <p className="pick-list-none">There is no other file of this kind in the folder.</p>
        )}
        <ul className="make-version-list">
          {bases.map((base) => {
            const picture = (base.cover_asset ?? base).thumb_540
            return (
              <li key={base.id}>
                <button
                  type="button"
                  className="choice-row make-version-choice"
                  onClick={() => onChoose(base)}
                >
                  <span className="make-version-picture">
                    {picture === null ? <Layers aria-hidden /> : <img src={ownUrl(picture)} alt="" />}
                  </span>
                  <span className="make-version-name">{base.name}</span>
                  <span className="make-version-note numbers">
                    v{base.type === 'version_stack' ? base.versions + 1 : 2}
                  </span>
                </button>
              </li>
            )
          })}
        </ul>
      </ListStates>
    </div>
  )
}
