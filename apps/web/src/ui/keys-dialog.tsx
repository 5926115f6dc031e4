import { Dialog } from './dialog.tsx'
import './keys-dialog.css'

export interface KeyGroup {
  title: string
  keys: readonly KeyLine[]
}

export interface KeyLine {
  label: string
  /** Any of these, as a person reads them. */
  shown: readonly string[]
}

/** Every key of a page, and what it does. */
export function KeysDialog({
  groups,
  isOpen,
  onClose,
}: {
  groups: readonly KeyGroup[]
  isOpen: boolean
  onClose: () => void
}) {
  return (
    <Dialog title="Keyboard" isOpen={isOpen} onClose={onClose} isWide>
      <div className="keys">
        {groups.map(({ title, keys }) => (
          <section key={title}>
            <h3 className="keys-title">{title}</h3>
            <ul>
              {keys.map(({ label, shown }) => (
                <li key={label} className="keys-row">
                  {label}
                  <span className="keys-keys">
                    {shown.map((key) => (
                      <kbd key={key} className="key">
                        {key}
                      </kbd>
                    ))}
                  </span>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
