// Film and sound: the element, what it shows, and the controls below.
import { frameRateFromFps, SOUND_RATE } from '@rushes/player/frame-rate'
import type { MediaFacts } from '@rushes/player/media-state'
import { LOOK_AHEAD } from '@rushes/player/sphere-look'
import { useEffect, useMemo, useRef, useState } from 'react'
import { TimelineMarkers } from '../comments/timeline-markers.tsx'
import type { Room } from '../comments/room-store.ts'
import { CutShortNote } from './cut-short-note.tsx'
import { ArrivingNote } from './arriving-note.tsx'
import { AudioStage } from './audio-stage.tsx'
import { FileView } from './file-view.tsx'
import { lookAround } from './look-around.ts'
import { PreviewNote } from './preview-note.tsx'
import { SeekBar } from './seek-bar.tsx'
import { Transport } from './transport.tsx'
import type { ShownAsset } from './use-arriving-asset.ts'
import { useClock } from './use-clock.ts'
import { useFilmTracks } from './use-film-tracks.ts'
import { useFullScreen } from './use-full-screen.ts'
import { useIdle } from './use-idle.ts'
import { useLoopRange } from './use-loop-range.ts'
import { useMediaActions } from './use-media-actions.ts'
import type { Act } from './use-media-actions.ts'
import { useMediaSource } from './use-media-source.ts'
import { useMediaStore } from './use-media-store.ts'
import { VideoStage } from './video-stage.tsx'
import './media-view.css'

export function MediaView(props: {
  asset: ShownAsset
  kind: 'video' | 'audio'
  /** Is told what plays, as long as it does. */
  room: Room
  /** Hears what does the keys of the player, and null when nothing does any more. */
  onAct: (act: Act | null) => void
}) {
  const { asset, kind, room, onAct } = props
  const { fps, frames, timecode, duration } = asset
  const frame = useRef<HTMLDivElement>(null)
  const [element, setElement] = useState<HTMLMediaElement | null>(null)
  const facts = useMemo(
    () => (kind === 'audio' ? soundFacts(duration) : filmFacts(fps, frames)),
    [kind, fps, frames, duration],
  )
  const clock = useClock(facts, timecode)
  const store = useMediaStore(element, facts)
  const media = useMediaSource(asset, element, store)
  const tracks = useFilmTracks(asset, store)
  const { heard, onSound } = tracks
  useLoopRange(room, store, facts.frameCount)
  const fullScreen = useFullScreen(frame)
  const [isGoingTo, setGoingTo] = useState(false)
  const isIdle = useIdle(frame, fullScreen.isOn)
  const act = useMediaActions(store, {
    toggleFullScreen: fullScreen.toggle,
    startGoingTo: () => setGoingTo(true),
    toggleSubtitles: tracks.toggleSubtitles,
    nextSound: tracks.nextSound,
    look: (action) => lookAround(room, action),
  })
  useEffect(() => {
    onAct(act)
    return () => onAct(null)
  }, [onAct, act])

  useEffect(() => {
    room.set({ media: store === null ? null : { store, facts, clock } })
    return () => room.set({ media: null })
  }, [room, store, facts, clock])

  const isSphere = kind === 'video' && asset.is_360
  useEffect(() => {
    if (isSphere) room.set({ isSphere, look: room.get().heldLook ?? LOOK_AHEAD })
  }, [room, isSphere])

  // Everything was tried and nothing plays here.
  if (media.source.kind === 'none')
    return (
      <FileView
        asset={asset}
        problem="This browser cannot play it. The file itself can still be downloaded."
      />
    )
  return (
    <div ref={frame} className={isIdle ? 'media-view media-view-idle' : 'media-view'}>
      {kind === 'video' ? (
        <VideoStage
          asset={asset}
          room={room}
          store={store}
          film={element}
          onElement={setElement}
          read={tracks.read}
          act={act}
        />
      ) : (
        <AudioStage asset={asset} store={store} onElement={setElement} act={act} />
      )}
      {heard !== null && (
        // oxlint-disable-next-line jsx-a11y/media-has-caption -- the film beside it has them
        <audio ref={onSound} src={heard.url} preload="auto" />
      )}
      {store !== null && (
        <div className="media-notes">
          {asset.arriving !== undefined && <ArrivingNote asset={asset} store={store} />}
          {media.preview !== 'no' && (
            <PreviewNote asset={asset} store={store} preview={media.preview} onReopen={media.reopen} />
          )}
          <CutShortNote assetId={asset.id} />
        </div>
      )}
      <div className="media-controls">
        {store === null ? (
          <div className="media-controls-place" />
        ) : (
          <>
            {facts.rate !== null && <TimelineMarkers asset={asset} room={room} facts={facts} />}
            <SeekBar asset={asset} store={store} facts={facts} clock={clock} />
            <Transport
              store={store}
              room={room}
              tracks={tracks}
              facts={facts}
              clock={clock}
              media={media}
              asset={asset}
              act={act}
              isFullScreen={fullScreen.isOn}
              menuPlace={fullScreen.isOn ? frame : null}
              isGoingTo={isGoingTo}
              onGoingTo={setGoingTo}
            />
          </>
        )}
      </div>
    </div>
  )
}

function filmFacts(fps: number | null, frames: number): MediaFacts {
  return { rate: frameRateFromFps(fps), frameCount: frames, hasPictures: true }
}

function soundFacts(seconds: number | null): MediaFacts {
  const frameCount = Math.ceil(((seconds ?? 0) * SOUND_RATE.num) / SOUND_RATE.den)
  return { rate: SOUND_RATE, frameCount, hasPictures: false }
}
