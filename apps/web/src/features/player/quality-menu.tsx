import type { Asset } from '@rushes/contract/assets'
import { sourcesOf } from '@rushes/player/source-choice'
import type { SourceKind } from '@rushes/player/source-choice'
import type { RefObject } from 'react'
import { ButtonMenu } from '../../ui/menu.tsx'
import type { MediaSource } from './use-media-source.ts'

const NAMES: Record<SourceKind, string> = {
  original: 'Original',
  hls: 'Streaming (HLS)',
  proxy: 'Proxy (MP4)',
  image: 'Picture',
}

/** What is playing, and what could play instead. */
export function QualityMenu(props: {
  asset: Asset
  media: MediaSource
  menuPlace: RefObject<HTMLElement | null> | null
}) {
  const { asset, media, menuPlace } = props
  const { source, rungHeight, preview } = media
  const now =
    source.kind === 'original'
      ? 'Original'
      : source.kind === 'proxy'
        ? 'Proxy'
        : preview !== 'no'
          ? 'Preview'
          : rungHeight === null
            ? 'HLS'
            : `HLS ${String(rungHeight)}p`
  return (
    <ButtonMenu
      side="top"
      leavesKeysFree
      containerRef={menuPlace}
      entries={[
        { kind: 'title', label: 'Playing from' },
        ...sourcesOf(asset).map(({ kind }) => ({
          kind: 'item' as const,
          label: NAMES[kind],
          isChosen: kind === source.kind,
          onSelect: () => media.prefer(kind),
        })),
      ]}
    >
      <button type="button" className="transport-choice numbers" aria-label={`Quality: ${now}`}>
        {now}
      </button>
    </ButtonMenu>
  )
}
