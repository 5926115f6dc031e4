// How the film is watched: what a loop repeats, guides on the picture, subtitles and sound.
import type { MediaStore } from '@rushes/player/media-store'
import { AudioLines, Captions, Frame, Gauge, Repeat, SlidersHorizontal } from 'lucide-react'
import type { RefObject } from 'react'
import { IconButton } from '../../ui/icon-button.tsx'
import { ButtonMenu } from '../../ui/menu.tsx'
import type { MenuEntry } from '../../ui/menu.tsx'
import { clearRange, markRange, useRoom } from '../comments/room-store.ts'
import type { Room } from '../comments/room-store.ts'
import { speedEntries, useSpeed } from './speed-menu.tsx'
import { chooseMask, MASKS, SAFE_AREAS, shownGuides, toggleGuide, useGuides } from './guides.ts'
import type { Guides } from './guides.ts'
import type { Act } from './use-media-actions.ts'
import type { ChosenTracks } from './use-film-tracks.ts'
import { useMediaState } from './use-media-store.ts'

export function ViewingMenu(props: {
  store: MediaStore
  room: Room
  /** Null where two films share the screen. */
  tracks: ChosenTracks | null
  hasFrames: boolean
  hasPictures: boolean
  act: Act
  menuPlace: RefObject<HTMLElement | null> | null
}) {
  const { store, room, tracks, hasFrames, hasPictures, act } = props
  const guides = shownGuides(useGuides())
  const speed = useSpeed(store)
  const isLooping = useMediaState(store, (state) => state.isLooping)
  const hasRange = useRoom(room, (state) => state.inFrame !== null || state.outFrame !== null)
  const loop: MenuEntry[] = [
    {
      kind: 'item',
      label: hasRange ? 'Loop the range' : 'Loop',
      icon: <Repeat />,
      shortcut: 'R',
      isChosen: isLooping,
      onSelect: () => act('toggle-loop'),
    },
  ]
  const range: MenuEntry[] = [
    { kind: 'item', label: 'Range starts here', shortcut: 'I', onSelect: () => markRange(room, 'in') },
    { kind: 'item', label: 'Range ends here', shortcut: 'O', onSelect: () => markRange(room, 'out') },
    {
      kind: 'item',
      label: 'Clear the range',
      shortcut: 'X',
      isDisabled: !hasRange,
      onSelect: () => clearRange(room),
    },
    { kind: 'line' },
  ]
  return (
    <ButtonMenu
      side="top"
      leavesKeysFree
      containerRef={props.menuPlace}
      entries={[
        ...loop,
        ...(hasFrames ? range : []),
        ...(hasFrames && hasPictures
          ? [{ kind: 'group' as const, label: 'Guides', icon: <Frame />, entries: guideEntries(guides) }]
          : []),
        // A phone has no room for a button of its own.
        { kind: 'group', label: 'Speed', icon: <Gauge />, entries: speedEntries(store, speed) },
        ...(tracks === null ? [] : [...subtitleEntries(tracks), ...soundEntries(tracks)]),
      ]}
    >
      <IconButton label="Viewing options" hintSide="top">
        <SlidersHorizontal />
      </IconButton>
    </ButtonMenu>
  )
}

function guideEntries(guides: Guides): MenuEntry[] {
  return [
    ...SAFE_AREAS.map(({ key, label }) => ({
      kind: 'item' as const,
      label,
      isChosen: guides[key],
      onSelect: () => toggleGuide(key),
    })),
    {
      kind: 'item',
      label: 'Centre',
      isChosen: guides.hasCentre,
      onSelect: () => toggleGuide('hasCentre'),
    },
    { kind: 'line' },
    { kind: 'title', label: 'Aspect ratio' },
    { kind: 'item', label: 'As it is', isChosen: guides.mask === null, onSelect: () => chooseMask(null) },
    ...MASKS.map(({ id, label }) => ({
      kind: 'item' as const,
      label,
      isChosen: guides.mask === id,
      onSelect: () => chooseMask(id),
    })),
  ]
}

function subtitleEntries({ subtitles, read, show }: ChosenTracks): MenuEntry[] {
  if (subtitles.length === 0) return []
  const entries: MenuEntry[] = [
    { kind: 'item', label: 'None', isChosen: read === null, onSelect: () => show(null) },
    ...subtitles.map((track) => ({
      kind: 'item' as const,
      label: track.label,
      isChosen: track === read,
      onSelect: () => show(track),
    })),
  ]
  return [{ kind: 'group', label: 'Subtitles', icon: <Captions />, entries }]
}

function soundEntries({ sound, heard, hear }: ChosenTracks): MenuEntry[] {
  if (sound.length === 0) return []
  const entries: MenuEntry[] = [
    { kind: 'item', label: 'The film’s own', isChosen: heard === null, onSelect: () => hear(null) },
    ...sound.map((track) => ({
      kind: 'item' as const,
      label: `${String(track.number)} · ${track.label}`,
      isChosen: track === heard,
      onSelect: () => hear(track),
    })),
  ]
  return [{ kind: 'group', label: 'Sound', icon: <AudioLines />, entries }]
}
