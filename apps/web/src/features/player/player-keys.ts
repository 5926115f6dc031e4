import { KEYBOARD_GROUPS, KEYBOARD_MAP } from '@rushes/player/keyboard-map'
import type { KeyGroup } from '../../ui/keys-dialog.tsx'
import { PALETTE_KEYS } from '../page-actions/palette-keys.ts'

/** The player's own keys, and the one that works on every page. */
export const PLAYER_KEYS: readonly KeyGroup[] = KEYBOARD_GROUPS.map((title) => ({
  title,
  keys: [
    ...KEYBOARD_MAP.filter(({ group }) => group === title),
    ...(title === 'Files' ? [{ label: 'Search and commands', shown: [PALETTE_KEYS] }] : []),
  ],
}))
