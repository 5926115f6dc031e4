import { KEYBOARD_MAP } from '@rushes/player/keyboard-map'
import { Dialog } from '../../ui/dialog.tsx'
import './keys-dialog.css'

const GROUPS = ['Playback', 'Frames', 'Comments', 'Sound and screen', 'Files'] as const

export function KeysDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Dialog title="Keyboard" isOpen={isOpen} onClose={onClose} isWide>
      <div className="keys">
        {GROUPS.map((group) => (
          <section key={group}>
            <h3 className="keys-title">{group}</h3>
            <ul>
              {KEYBOARD_MAP.filter((binding) => binding.group === group).map(({ action, label, shown }) => (
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
