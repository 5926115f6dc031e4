import { KEYBOARD_GROUPS, KEYBOARD_MAP } from '@rushes/player/keyboard-map'
import { Dialog } from '../../ui/dialog.tsx'
import { PALETTE_KEYS } from '../page-actions/palette-keys.ts'
import './keys-dialog.css'

/** The player's own keys, and the one that works on every page. */
const KEYS = [
  ...KEYBOARD_MAP,
  { group: 'Files', action: 'palette', label: 'Search and commands', shown: [PALETTE_KEYS] },
]

export function KeysDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Dialog title="Keyboard" isOpen={isOpen} onClose={onClose} isWide>
      <div className="keys">
        {KEYBOARD_GROUPS.map((group) => (
          <section key={group}>
            <h3 className="keys-title">{group}</h3>
            <ul>
              {KEYS.filter((binding) => binding.group === group).map(({ action, label, shown }) => (
                <li key={action} className="keys-row">
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
