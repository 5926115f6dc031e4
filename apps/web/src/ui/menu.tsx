// Menus as data: the same entries open from a button and from a right click.
import { Check, ChevronRight } from 'lucide-react'
import { ContextMenu, DropdownMenu } from 'radix-ui'
import { useRef, useState } from 'react'
import type { ReactNode, RefObject } from 'react'
import { classNames } from './class-names.ts'
import './menu.css'

export type MenuEntry =
  | {
      kind: 'item'
      label: string
      /** A sentence under the label, on what it means. */
      note?: string
      icon?: ReactNode
      shortcut?: string
      isDangerous?: boolean
      isDisabled?: boolean
      /** Shows a tick. */
      isChosen?: boolean
      onSelect: () => void
    }
  | { kind: 'group'; label: string; icon?: ReactNode; entries: MenuEntry[] }
  | { kind: 'line' }
  | { kind: 'title'; label: string }

/** A menu behind a button. `children` is the button. */
export function ButtonMenu(props: {
  entries: MenuEntry[] | (() => MenuEntry[])
  children: ReactNode
  align?: 'start' | 'center' | 'end'
  side?: 'top' | 'bottom'
  /** Where to render; the whole page by default. Full screen shows only what is inside of it. */
  containerRef?: RefObject<HTMLElement | null> | null
  /** After a choice with the pointer the button does not get the focus: Space is for playing, not for it. */
  leavesKeysFree?: boolean
}) {
  const [container, setContainer] = useState<HTMLElement | null>(null)
  const isByPointer = useRef(false)
  return (
    <DropdownMenu.Root modal={false} onOpenChange={() => setContainer(props.containerRef?.current ?? null)}>
      <DropdownMenu.Trigger asChild>{props.children}</DropdownMenu.Trigger>
      <DropdownMenu.Portal container={container}>
        <DropdownMenu.Content
          className="menu"
          align={props.align ?? 'end'}
          side={props.side ?? 'bottom'}
          sideOffset={6}
          collisionPadding={10}
          onPointerUpCapture={() => (isByPointer.current = true)}
          onKeyDownCapture={() => (isByPointer.current = false)}
          onCloseAutoFocus={(event) => {
            if (props.leavesKeysFree === true && isByPointer.current) event.preventDefault()
            else keepFocusOfFields(event)
          }}
        >
          <Entries entries={props.entries} parts={DropdownMenu} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

/** A menu where the pointer is, on right click or long press anywhere in `children`. */
export function AreaMenu(props: { entries: () => MenuEntry[]; children: ReactNode }) {
  return (
    <ContextMenu.Root modal={false}>
      <ContextMenu.Trigger asChild>{props.children}</ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Content className="menu" collisionPadding={10} onCloseAutoFocus={keepFocusOfFields}>
          <Entries entries={props.entries} parts={ContextMenu} />
        </ContextMenu.Content>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  )
}

/** Two menus do not fit beside each other on a phone: the second covers part of the first. */
const NARROW_OVERLAP_PIXELS = -130
const isNarrow = () => window.matchMedia('(width < 640px)').matches

/** "Rename" puts the cursor into a field; giving the focus back to the button would take it away again. */
function keepFocusOfFields(event: Event): void {
  if (document.activeElement instanceof HTMLInputElement) event.preventDefault()
}

/** The parts both kinds of menu have under the same names. */
type Parts = Pick<
  typeof DropdownMenu,
  'Item' | 'Separator' | 'Label' | 'Sub' | 'SubTrigger' | 'SubContent' | 'Portal'
>

function Entries({ entries, parts }: { entries: MenuEntry[] | (() => MenuEntry[]); parts: Parts }) {
  const list = typeof entries === 'function' ? entries() : entries
  return list.map((entry, index) => <Entry key={index} entry={entry} parts={parts} />)
}

function Entry({ entry, parts }: { entry: MenuEntry; parts: Parts }) {
  switch (entry.kind) {
    case 'line':
      return <parts.Separator className="menu-line" />
    case 'title':
      return <parts.Label className="menu-title">{entry.label}</parts.Label>
    case 'group':
      return (
        <parts.Sub>
          <parts.SubTrigger className="menu-item">
            <span className="menu-icon">{entry.icon}</span>
            {entry.label}
            <ChevronRight className="menu-chevron" aria-hidden />
          </parts.SubTrigger>
          <parts.Portal>
            <parts.SubContent
              className="menu"
              sideOffset={isNarrow() ? NARROW_OVERLAP_PIXELS : 6}
              alignOffset={-6}
              collisionPadding={10}
            >
              <Entries entries={entry.entries} parts={parts} />
            </parts.SubContent>
          </parts.Portal>
        </parts.Sub>
      )
    case 'item':
      return (
        <parts.Item
          className={classNames('menu-item', entry.isDangerous === true && 'menu-item-danger')}
          disabled={entry.isDisabled === true}
          onSelect={entry.onSelect}
        >
          <span className="menu-icon">{entry.icon}</span>
          <span className="menu-label">
            {entry.label}
            {entry.note !== undefined && <span className="menu-note">{entry.note}</span>}
          </span>
          {entry.shortcut !== undefined && <kbd className="key">{entry.shortcut}</kbd>}
          {entry.isChosen === true && <Check className="menu-tick" aria-label="chosen" />}
        </parts.Item>
      )
  }
}
