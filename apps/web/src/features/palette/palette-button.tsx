import { Search } from 'lucide-react'
import { useServices } from '../../services.ts'
import { PALETTE_ARIA_KEYS, PALETTE_KEYS } from '../page-actions/palette-keys.ts'
import './palette-button.css'

/** Opens the palette; on a phone only its picture is shown. */
export function PaletteButton() {
  const { palette } = useServices()
  return (
    <button
      type="button"
      className="palette-button"
      aria-label="Search and commands"
      aria-haspopup="dialog"
      aria-keyshortcuts={PALETTE_ARIA_KEYS}
      onClick={palette.open}
    >
      <Search aria-hidden />
      <span className="palette-button-word">Search</span>
      {/* Read aloud as aria-keyshortcuts; as text it would have to be part of the button's name. */}
      <span className="key palette-button-keys" data-keys={PALETTE_KEYS} />
    </button>
  )
}
