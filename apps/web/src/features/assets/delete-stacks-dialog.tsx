import type { Asset } from '@rushes/contract/assets'
import { Trash2, Ungroup } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import { count } from '../../ui/count.ts'
import { Dialog } from '../../ui/dialog.tsx'
import './delete-stacks-dialog.css'

/** A stack can go with what is in it, or without. Null while nobody asks. */
export function DeleteStacksDialog(props: {
  assets: Asset[] | null
  onTakeApart: (assets: Asset[]) => void
  onDeleteAll: (assets: Asset[]) => void
  onClose: () => void
}) {
  const { assets, onClose } = props
  if (assets === null) return null
  const stacks = assets.filter(({ type }) => type === 'version_stack')
  const [first] = stacks
  const versions = stacks.reduce((sum, { versions: number }) => sum + number, 0)
  return (
    <Dialog
      title={
        assets.length === 1 && first !== undefined
          ? `Delete “${first.name}”?`
          : `Delete ${count(assets.length, 'item')}?`
      }
      description={
        assets.length === 1
          ? `It holds ${count(versions, 'version')}.`
          : `${count(stacks.length, 'of them holds', 'of them hold')} ${count(versions, 'version')}.`
      }
      isOpen
      onClose={onClose}
    >
      <div className="dialog-form delete-stacks">
        <Button icon={<Ungroup />} onClick={() => props.onTakeApart(assets)}>
          Take apart
        </Button>
        <p className="delete-stacks-note">The versions stay in the folder, each as a file of its own.</p>
        <Button look="danger" icon={<Trash2 />} onClick={() => props.onDeleteAll(assets)}>
          Delete all versions
        </Button>
        <p className="delete-stacks-note">They go to the trash together and can be restored together.</p>
        <div className="dialog-buttons">
          <Button onClick={onClose}>Cancel</Button>
        </div>
      </div>
    </Dialog>
  )
}
