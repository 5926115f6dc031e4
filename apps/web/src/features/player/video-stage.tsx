import type { Asset } from '@rushes/contract/assets'
import type { MediaStore } from '@rushes/player/media-store'
import { LoaderCircle, Play } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useServices } from '../../services.ts'
import { ownUrl } from '../../ui/own-url.ts'
import { FilmDrawing } from '../comments/drawing-layer.tsx'
import { useRoom } from '../comments/room-store.ts'
import type { Room } from '../comments/room-store.ts'
import { FrameGuides } from './frame-guides.tsx'
import { SphereStage } from './sphere-stage.tsx'
import type { FilmTrack } from './film-tracks.ts'
import type { Act } from './use-media-actions.ts'
import { useMediaState } from './use-media-store.ts'
import { WordsOverPicture } from './words-over-picture.tsx'
import './video-stage.css'

export function VideoStage(props: {
  asset: Asset
  room: Room
  store: MediaStore | null
  /** The element, once it is there. */
  film: HTMLMediaElement | null
  onElement: (element: HTMLVideoElement | null) => void
  /** Subtitles, where some are chosen. */
  read: FilmTrack | null
  act: Act
}) {
  const { asset, room, store, film, onElement, read, act } = props
  const isSphere = useRoom(room, (state) => state.isSphere)
  const isInside = useRoom(room, (state) => state.look !== null)
  const [words, setWords] = useState<HTMLTrackElement | null>(null)
  const still = asset.thumb_orig_ar_540 ?? asset.thumb_540
  return (
    <div className="stage video-stage">
      {still !== null && <img className="video-still" src={ownUrl(still)} alt="" />}
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- those that the film has, where they are wanted */}
      <video
        ref={onElement}
        className="video"
        playsInline
        preload="auto"
        aria-label={asset.name}
        onClick={() => act('toggle-play')}
        onDoubleClick={() => act('toggle-full-screen')}
      >
        {read !== null && <Subtitles key={read.url} track={read} isDrawn={!isInside} onElement={setWords} />}
      </video>
      {isSphere && film instanceof HTMLVideoElement && <SphereStage room={room} film={film} act={act} />}
      {isInside && film !== null && words !== null && <WordsOverPicture film={film} element={words} />}
      {store !== null && !isInside && <FrameGuides store={store} />}
      {store !== null && <FilmDrawing asset={asset} room={room} store={store} />}
      {store !== null && <VideoSigns room={room} store={store} act={act} />}
    </div>
  )
}

function Subtitles(props: {
  track: FilmTrack
  /** By the browser, on the film's own picture. */
  isDrawn: boolean
  onElement: (element: HTMLTrackElement | null) => void
}) {
  const { track, isDrawn, onElement } = props
  const element = useRef<HTMLTrackElement>(null)
  // A track that comes late is there and off, whatever its attributes say.
  useEffect(() => {
    if (element.current !== null) element.current.track.mode = isDrawn ? 'showing' : 'hidden'
  }, [isDrawn])
  useEffect(() => {
    onElement(element.current)
    return () => onElement(null)
  }, [onElement])
  return (
    <track
      ref={element}
      kind="subtitles"
      src={track.url}
      label={track.label}
      srcLang={track.language ?? undefined}
    />
  )
}

/**
 * Lies over the picture: a large play button while it rests at its start (phones load nothing before it is pressed),
 * and a sign that something is on its way.
 */
function VideoSigns({ room, store, act }: { room: Room; store: MediaStore; act: Act }) {
  const { toasts } = useServices()
  const isPaused = useMediaState(store, (state) => state.isPaused)
  const isAtStart = useMediaState(store, (state) => state.frameIndex === 0 && !state.isSeeking)
  const isWaiting = useMediaState(store, (state) => state.isWaiting || (state.isSeeking && !state.hasData))
  const shuttleRate = useMediaState(store, (state) => state.shuttleRate)
  // Whoever draws on the first frame, or looks at what was drawn there, wants to see it.
  const isLookedAt = useRoom(room, (state) => state.tool !== null || state.chosenId !== null)
  const refusal = useMediaState(store, (state) => state.refusal)
  useEffect(() => {
    if (refusal !== null) toasts.complain(refusal)
  }, [refusal, toasts])
  return (
    <>
      {isPaused && isAtStart && !isLookedAt && (
        <button type="button" className="video-play" aria-label="Play" onClick={() => act('toggle-play')}>
          <Play aria-hidden />
        </button>
      )}
      {isWaiting && (
        <output className="video-wait" aria-label="Loading">
          <LoaderCircle aria-hidden />
        </output>
      )}
      {shuttleRate !== 0 && (
        <p className="video-shuttle numbers">
          {shuttleRate < 0 ? '◀' : '▶'} {Math.abs(shuttleRate)}×
        </p>
      )}
    </>
  )
}
