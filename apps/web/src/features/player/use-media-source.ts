// Which source an element plays, and what happens when one does not work out: the original gives way to HLS, HLS to an
// MP4 proxy, and the place in the film is kept.
import { chooseSource, isQuickPreview, kindOfAsset, lacksPicture } from '@rushes/player/source-choice'
import type { Source, SourceKind } from '@rushes/player/source-choice'
import type { MediaStore } from '@rushes/player/media-store'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react'
import { attachSource } from './attach-source.ts'
import type { ShownAsset } from './use-arriving-asset.ts'

export interface MediaSource {
  source: Source
  /** Height in pixels of the HLS rung that plays, or null. */
  rungHeight: number | null
  preview: PreviewState
  /** Opens the playlist anew, with what was made since; the place is kept. */
  reopen: () => void
  prefer: (kind: SourceKind) => void
}

/**
 * What plays is: `no`: no preview; `quick`: one, while better ones are being made; `coming`: one, at a place that has yet
 * to come; `outdone`: one, and a better one is there.
 */
export type PreviewState = 'no' | 'quick' | 'coming' | 'outdone'

/** How often a fresh link is asked for before a source counts as broken. */
const MOST_FRESH_LINKS = 2

/** `store` is the element's: it starts a source that goes on, and tells when the browser refuses. */
export function useMediaSource(
  asset: ShownAsset,
  element: HTMLMediaElement | null,
  store: MediaStore | null,
): MediaSource {
  const queryClient = useQueryClient()
  const [failed, setFailed] = useState<ReadonlySet<SourceKind>>(new Set())
  const [preferred, setPreferred] = useState<SourceKind | null>(null)
  const [rungHeight, setRungHeight] = useState<number | null>(null)
  const [freshLinks, setFreshLinks] = useState(0)
  const [reopened, setReopened] = useState(0)
  const [isComing, setComing] = useState(false)
  const opening = freshLinks + reopened
  const leftAt = useRef<Place | null>(null)
  const chosen = chooseSource(asset, { failed, preferred })
  const { source, beganAsPreview } = useOpenedSource(
    chosen,
    opening,
    chosen.kind === 'hls' && isQuickPreview(asset),
  )
  const url = 'url' in source ? source.url : null

  const onFailure = useEffectEvent((kind: SourceKind, isPassing: boolean) => {
    if (isPassing && freshLinks < MOST_FRESH_LINKS) {
      void queryClient
        .invalidateQueries({ queryKey: ['asset', asset.id] })
        .then(() => setFreshLinks((count) => count + 1))
    } else setFailed((before) => new Set([...before, kind]))
  })

  const play = useEffectEvent(() => store?.dispatch({ type: 'play' }))

  useEffect(() => {
    if (element === null || url === null || !isPlayable(source.kind)) return
    const { kind } = source
    const attached = attachSource(
      element,
      { kind, url },
      {
        onFailure: (isPassing) => onFailure(kind, isPassing),
        onRung: setRungHeight,
        onComing: setComing,
      },
    )
    const place = leftAt.current
    // An element that has loaded nothing yet keeps this for the first picture, and gives way to any place that is asked for
    // until then.
    if (place !== null) element.currentTime = place.seconds
    const resume = () => {
      if (place?.isPlaying === true) play()
    }
    const check = () => {
      if (element instanceof HTMLVideoElement && lacksPicture(kindOfAsset(asset), element.videoWidth))
        onFailure(kind, false)
    }
    element.addEventListener('loadedmetadata', resume, { once: true })
    element.addEventListener('canplay', check)
    return () => {
      element.removeEventListener('loadedmetadata', resume)
      element.removeEventListener('canplay', check)
      setRungHeight(null)
      setComing(false)
      // Without a source an element forgets both.
      leftAt.current = { seconds: element.currentTime, isPlaying: !element.paused && !element.ended }
      attached.detach()
    }
    // What else changes about an asset must not make it load again.
    // oxlint-disable-next-line react/exhaustive-deps -- see above
  }, [element, url, source.kind, opening])

  const preview = !beganAsPreview ? 'no' : !isQuickPreview(asset) ? 'outdone' : isComing ? 'coming' : 'quick'
  const reopen = useCallback(() => setReopened((count) => count + 1), [])
  // Whoever looks at a still picture loses nothing; a running film is left alone until its viewer says so.
  useEffect(() => {
    if (preview !== 'outdone' || element === null) return
    if (element.paused) reopen()
    element.addEventListener('pause', reopen, { once: true })
    return () => element.removeEventListener('pause', reopen)
  }, [preview, element, reopen])

  return { source, rungHeight, preview, reopen, prefer: setPreferred }
}

interface OpenedSource {
  source: Source
  opening: number
  /** Whether it was a preview when it was opened, whatever the asset has become since. */
  beganAsPreview: boolean
}

/** Links are signed anew every few hours; as long as the old one works, the film must not start over. */
function useOpenedSource(source: Source, opening: number, isPreview: boolean): OpenedSource {
  const now = { source, opening, beganAsPreview: isPreview }
  const [kept, setKept] = useState(now)
  if (kept.source.kind === source.kind && kept.opening === opening) return kept
  setKept(now)
  return now
}

interface Place {
  seconds: number
  isPlaying: boolean
}

function isPlayable(kind: Source['kind']): kind is 'original' | 'hls' | 'proxy' {
  return kind === 'original' || kind === 'hls' || kind === 'proxy'
}
