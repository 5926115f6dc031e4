// Everything one can do and reach from here, by a few letters of its name.
import { Command } from 'cmdk'
import { Dialog } from 'radix-ui'
import { useRef, useState } from 'react'
import { count } from '../../ui/count.ts'
import { messageOf } from '../../ui/message-of.ts'
import { useSettled } from '../../ui/use-settled.ts'
import { useAssetActions } from '../assets/use-asset-actions.ts'
import { fitting, groupsOf } from './palette-items.ts'
import type { PaletteGroup, PaletteItem } from './palette-items.ts'
import { PaletteLine } from './palette-line.tsx'
import type { OpenPalette } from '../page-actions/palette-store.ts'
import { useFoundComments } from './use-found-comments.tsx'
import { useFoundFiles, useRecentItems } from './use-found-files.tsx'
import { usePageItems, useProjectItems } from './use-places-to-go.tsx'
import '../../ui/dialog.css'
import './palette.css'

const TYPING_PAUSE_MS = 120
/** Of each kind, so that every kind is on the first screen. */
const MOST_FITTING = 6

export function Palette(props: OpenPalette & { onClose: () => void }) {
  const [typed, setTyped] = useState('')
  const words = useSettled(typed.trim(), TYPING_PAUSE_MS)
  const actions = useAssetActions()
  const here = groupsOf(props.groups)
  const projects = { title: 'Projects', items: useProjectItems() }
  const pages = { title: 'Pages', items: usePageItems() }
  const files = useFoundFiles(words, actions, projects.items)
  const comments = useFoundComments(words)
  const recent = { title: 'Recent', items: useRecentItems(actions, projects.items) }
  const groups =
    typed.trim() === '' ? [recent, ...here, projects, pages] : foundFor(typed, here, projects, pages)
  groups.push(
    { title: 'Files and folders', items: files.items },
    { title: 'Comments', items: comments.items },
  )
  const shown = groups.filter(({ items }) => items.length > 0)
  const total = shown.reduce((sum, { items }) => sum + items.length, 0)

  const status = sayHowMany(
    total,
    files.isLooking || comments.isLooking || words !== typed.trim(),
    files.error ?? comments.error,
  )

  const chosen = useRef<PaletteItem | null>(null)
  const choose = (item: PaletteItem) => {
    chosen.current = item
    props.onClose()
  }
  /** What was chosen may move the keyboard on: it runs after the palette has given it back. */
  const giveBack = (event: Event) => {
    event.preventDefault()
    if (props.focused instanceof HTMLElement) props.focused.focus({ preventScroll: true })
    chosen.current?.run()
  }

  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && props.onClose()}>
      {/* Full screen shows only what is inside of it. */}
      <Dialog.Portal container={document.fullscreenElement}>
        <Dialog.Overlay className="dialog-shade" />
        <Dialog.Content className="palette" aria-describedby={undefined} onCloseAutoFocus={giveBack}>
          <Dialog.Title className="visually-hidden">Search and commands</Dialog.Title>
          <Command label="Search and commands" shouldFilter={false} vimBindings={false} loop>
            <Command.Input
              className="palette-field"
              placeholder="Search, or say what to do"
              value={typed}
              onValueChange={setTyped}
            />
            <Command.List className="palette-list" label="What fits">
              {shown.map((group) => (
                <Command.Group key={group.title} heading={group.title} className="palette-group">
                  {group.items.map((item) => (
                    <PaletteLine key={item.id} item={item} onChoose={choose} />
                  ))}
                </Command.Group>
              ))}
            </Command.List>
            <output className="visually-hidden">{status}</output>
            {total === 0 && (
              <p className="palette-none" aria-hidden>
                {status}
              </p>
            )}
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

/** What one can do in one group, what one can go to in others. */
function foundFor(
  typed: string,
  here: readonly PaletteGroup[],
  projects: PaletteGroup,
  pages: PaletteGroup,
): PaletteGroup[] {
  const doing = { title: 'Here', items: here.flatMap(({ items }) => items) }
  return [doing, projects, pages].map(({ title, items }) => ({
    title,
    items: fitting(items, typed).slice(0, MOST_FITTING),
  }))
}

function sayHowMany(total: number, isLooking: boolean, error: Error | null): string {
  if (error !== null) return `Names and comments could not be searched. ${messageOf(error)}`
  if (total > 0) return count(total, 'result')
  return isLooking ? 'Searching…' : 'Nothing has these words.'
}
