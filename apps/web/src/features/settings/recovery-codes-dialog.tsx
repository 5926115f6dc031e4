import { Copy } from 'lucide-react'
import { useServices } from '../../services.ts'
import { Button } from '../../ui/button.tsx'
import { copyText } from '../../ui/copy-text.ts'
import { Dialog } from '../../ui/dialog.tsx'
import './second-factor.css'

/** Null: closed. */
export function RecoveryCodesDialog(props: { codes: readonly string[] | null; onClose: () => void }) {
  return (
    <Dialog title="Recovery codes" isOpen={props.codes !== null} onClose={props.onClose}>
      <RecoveryCodes codes={props.codes ?? []} onClose={props.onClose} />
    </Dialog>
  )
}

/** Shown this once. */
export function RecoveryCodes({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  const { toasts } = useServices()
  async function copy(): Promise<void> {
    await copyText(codes.join('\n'))
    toasts.say('Recovery codes copied.')
  }
  return (
    <div className="dialog-form">
      <p>
        Keep these where you find them without your phone. Each opens the door once, and they are shown only
        now.
      </p>
      <ul className="recovery-codes" aria-label="Recovery codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="dialog-buttons">
        <Button icon={<Copy />} onClick={() => void copy()}>
          Copy all
        </Button>
        <Button look="primary" onClick={onClose}>
          I have kept them
        </Button>
      </div>
    </div>
  )
}
