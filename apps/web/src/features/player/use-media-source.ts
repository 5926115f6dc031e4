// Which source an element plays, and what happens when one does not work out: the original gives way to HLS, HLS to an
// MP4 proxy, and the place in the film is kept.
import type { Asset } from '@rushes/contract/assets'
import { chooseSource, kindOfAsset, lacksPicture } from '@rushes/player/source-choice'
import type { Source, SourceKind } from '@rushes/player/source-choice'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useState } from 'react'
import { attachSource } from './attach-source.ts'

export interface MediaSource {
  source: Source
  /** Height in pixels of the HLS rung that plays, or null. */
  rungHeight: number | null
  prefer: (kind: SourceKind) => void
}

/** How often a fresh link is asked for before a source counts as broken. */
const MOST_FRESH_LINKS = 2

export function useMediaSource(asset: Asset, element: HTMLMediaElement | null): MediaSource {
  const queryClient = useQueryClient()
  const [failed, setFailed] = useState<ReadonlySet<SourceKind>>(new Set())
  const [preferred, setPreferred] = useState<SourceKind | null>(null)
  const [rungHeight, setRungHeight] = useState<number | null>(null)
  const [freshLinks, setFreshLinks] = useState(0)
  const source = useStableSource(chooseSource(asset, { failed, preferred }), freshLinks)
  const url = 'url' in source ? source.url : null

  const onFailure = useEffectEvent((kind: SourceKind, isPassing: boolean) => {
    if (isPassing && freshLinks < MOST_FRESH_LINKS) {
      void queryClient
        .invalidateQueries({ queryKey: ['asset', asset.id] })
        .then(() => setFreshLinks((count) => count + 1))
    } else setFailed((before) => new Set([...before, kind]))
  })

  useEffect(() => {
    if (element === null || url === null || !isPlayable(source.kind)) return
    const { kind } = source
    const resume = rememberPlace(element)
    const attached = attachSource(
      element,
      { kind, url },
      {
        onFailure: (isPassing) => onFailure(kind, isPassing),
        onRung: setRungHeight,
      },
    )
    const check = () => {
      if (element instanceof HTMLVideoElement && lacksPicture(kindOfAsset(asset), element.videoWidth))
        onFailure(kind, false)
    }
    element.addEventListener('loadedmetadata', resume)
    element.addEventListener('canplay', check)
    return () => {
      element.removeEventListener('loadedmetadata', resume)
      element.removeEventListener('canplay', check)
      setRungHeight(null)
      attached.detach()
    }
    // What else changes about an asset must not make it load again.
    // oxlint-disable-next-line react/exhaustive-deps -- see above
  }, [element, url, source.kind, freshLinks])

  return { source, rungHeight, prefer: setPreferred }
}

/** Links are signed anew every few hours; as long as the old one works, the film must not start over. */
function useStableSource(chosen: Source, freshLinks: number): Source {
  const [kept, setKept] = useState({ source: chosen, freshLinks })
  if (kept.source.kind === chosen.kind && kept.freshLinks === freshLinks) return kept.source
  setKept({ source: chosen, freshLinks })
  return chosen
}

/** To be called once the new source knows its length. */
function rememberPlace(element: HTMLMediaElement): () => void {
  const { currentTime, paused, ended } = element
  let isDone = false
  return () => {
    if (isDone) return
    isDone = true
    if (currentTime > 0) element.currentTime = currentTime
    // The viewer had pressed play already; a refusal shows in the player's own state.
    if (!paused && !ended) element.play().catch(() => undefined)
  }
}

function isPlayable(kind: Source['kind']): kind is 'original' | 'hls' | 'proxy' {
  return kind === 'original' || kind === 'hls' || kind === 'proxy'
}
