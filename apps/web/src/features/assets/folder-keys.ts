// The keys of a folder, as the list of them shows them.
import type { KeyGroup } from '../../ui/keys-dialog.tsx'
import { PALETTE_KEYS } from '../page-actions/palette-keys.ts'

const command = PALETTE_KEYS.split(' ')[0] ?? ''

export const FOLDER_KEYS: readonly KeyGroup[] = [
  {
    title: 'Choosing',
    keys: [
      { label: 'Next to it', shown: ['←', '→', '↑', '↓'] },
      { label: 'From here to there', shown: ['Shift ←', 'Shift →'] },
      { label: 'First and last', shown: ['Home', 'End'] },
      { label: 'Add or leave out', shown: ['Space'] },
      { label: 'Everything', shown: [`${command} A`] },
      { label: 'Nothing', shown: ['Esc'] },
    ],
  },
  {
    title: 'With what is chosen',
    keys: [
      { label: 'Open', shown: ['Enter'] },
      { label: 'Rename', shown: ['F2', 'R'] },
      { label: 'Move to a folder', shown: ['M'] },
      { label: 'Copy to a folder', shown: ['C'] },
      { label: 'Move to the trash', shown: ['Del'] },
    ],
  },
  {
    title: 'This folder',
    keys: [
      { label: 'New folder', shown: ['N'] },
      { label: 'Search and commands', shown: [PALETTE_KEYS] },
      { label: 'All keys', shown: ['?'] },
    ],
  },
]
