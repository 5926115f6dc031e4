import type { Asset } from '@rushes/contract/assets'
import type { MediaFacts } from '@rushes/player/media-state'
import type { MediaStore } from '@rushes/player/media-store'
import type { TimecodeClock } from '@rushes/player/timecode'
import {
  Maximize,
  Minimize,
  Pause,
  Play,
  Repeat,
  StepBack,
  StepForward,
  Volume1,
  Volume2,
  VolumeX,
} from 'lucide-react'
import type { RefObject } from 'react'
import { IconButton } from '../../ui/icon-button.tsx'
import { Slider } from '../../ui/slider.tsx'
import type { Room } from '../comments/room-store.ts'
import { QualityMenu } from './quality-menu.tsx'
import { SpeedMenu } from './speed-menu.tsx'
import { TimeReadout } from './time-readout.tsx'
import type { ChosenTracks } from './use-film-tracks.ts'
import type { Act } from './use-media-actions.ts'
import type { MediaSource } from './use-media-source.ts'
import { useMediaState } from './use-media-store.ts'
import { ViewingMenu } from './viewing-menu.tsx'
import './transport.css'

export interface TransportProps {
  asset: Asset
  store: MediaStore
  /** Whose marks a loop follows. */
  room: Room
  /** Null where two films share the screen. */
  tracks: ChosenTracks | null
  facts: MediaFacts
  clock: TimecodeClock | null
  media: MediaSource
  act: Act
  isFullScreen: boolean
  /** Full screen shows only what is inside of it, menus too. */
  menuPlace: RefObject<HTMLElement | null> | null
  isGoingTo: boolean
  onGoingTo: (isGoingTo: boolean) => void
}

export function Transport(props: TransportProps) {
  const { store, act, clock } = props
  const { hasPictures } = props.facts
  const isPaused = useMediaState(store, (state) => state.isPaused)
  const isLooping = useMediaState(store, (state) => state.isLooping)
  const hasRange = useMediaState(store, (state) => state.loopRange !== null)
  const unit = hasPictures && clock !== null ? 'Frame' : 'Second'
  return (
    <div className="transport" onPointerUp={giveKeysBack} role="toolbar" tabIndex={-1} aria-label="Playback">
      <IconButton
        label={isPaused ? 'Play' : 'Pause'}
        shortcut="Space"
        hintSide="top"
        className="transport-play"
        onClick={() => act('toggle-play')}
      >
        {isPaused ? <Play /> : <Pause />}
      </IconButton>
      <IconButton label={`${unit} back`} shortcut="←" hintSide="top" onClick={() => act('frame-back')}>
        <StepBack />
      </IconButton>
      <IconButton label={`${unit} forward`} shortcut="→" hintSide="top" onClick={() => act('frame-forward')}>
        <StepForward />
      </IconButton>
      <VolumeControl store={store} act={act} />
      <TimeReadout {...props} />
      <div className="transport-end">
        <IconButton
          label={hasRange ? 'Loop the range' : 'Loop'}
          shortcut="R"
          hintSide="top"
          className="transport-wide"
          isOn={isLooping}
          onClick={() => act('toggle-loop')}
        >
          <Repeat />
        </IconButton>
        <ViewingMenu
          store={store}
          room={props.room}
          tracks={props.tracks}
          hasFrames={clock !== null}
          hasPictures={hasPictures}
          act={act}
          menuPlace={props.menuPlace}
        />
        <SpeedMenu store={store} menuPlace={props.menuPlace} />
        <QualityMenu asset={props.asset} media={props.media} menuPlace={props.menuPlace} />
        {hasPictures && clock !== null && (
          <IconButton
            label={props.isFullScreen ? 'Leave full screen' : 'Full screen'}
            shortcut="F"
            hintSide="top"
            onClick={() => act('toggle-full-screen')}
          >
            {props.isFullScreen ? <Minimize /> : <Maximize />}
          </IconButton>
        )}
      </div>
    </div>
  )
}

function VolumeControl({ store, act }: { store: MediaStore; act: Act }) {
  const volume = useMediaState(store, (state) => state.volume)
  const isMuted = useMediaState(store, (state) => state.isMuted)
  const heard = isMuted ? 0 : volume
  return (
    <div className="transport-volume">
      <IconButton
        label={isMuted ? 'Sound on' : 'Mute'}
        shortcut="M"
        hintSide="top"
        onClick={() => act('toggle-mute')}
      >
        {heard === 0 ? <VolumeX /> : heard < 0.5 ? <Volume1 /> : <Volume2 />}
      </IconButton>
      <Slider
        label="Volume"
        value={heard}
        min={0}
        max={1}
        step={0.05}
        onChange={(level) => store.dispatch({ type: 'set-volume', volume: level })}
      />
    </div>
  )
}

/** After a click with the pointer, Space is for playing again and not for the button that was clicked. */
function giveKeysBack(): void {
  if (document.activeElement instanceof HTMLButtonElement) document.activeElement.blur()
}
