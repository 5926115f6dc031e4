import { Command } from 'cmdk'
import { Check } from 'lucide-react'
import { classNames } from '../../ui/class-names.ts'
import type { PaletteItem } from './palette-items.ts'

export function PaletteLine({
  item,
  onChoose,
}: {
  item: PaletteItem
  onChoose: (item: PaletteItem) => void
}) {
  return (
    <Command.Item
      value={item.id}
      className={classNames('palette-line', item.isDangerous === true && 'palette-line-danger')}
      onSelect={() => onChoose(item)}
    >
      <span className="palette-picture">{item.picture}</span>
      <span className="palette-label">{item.label}</span>
      {item.note !== undefined && <span className="palette-note">{item.note}</span>}
      {item.isChosen === true && <Check className="palette-tick" aria-label="chosen" />}
      {item.shortcut !== undefined && <kbd className="key">{item.shortcut}</kbd>}
    </Command.Item>
  )
}
