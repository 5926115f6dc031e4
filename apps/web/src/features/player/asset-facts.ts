import type { Asset } from '@rushes/contract/assets'

export interface AssetFacts {
  /** Pixels. */
  width: number | null
  height: number | null
  codec: string | null
  audio: string | null
}

const CODEC_NAMES: Record<string, string> = {
  h264: 'H.264',
  hevc: 'H.265 (HEVC)',
  prores: 'ProRes',
  dnxhd: 'DNxHD',
  av1: 'AV1',
  vp9: 'VP9',
  mjpeg: 'JPEG',
  aac: 'AAC',
  mp3: 'MP3',
}

/** What the server read from the file's own head. The summary stands in `metadata.blob` (v2-assets.md 4.3). */
export function assetFacts({ transcodes, metadata }: Pick<Asset, 'transcodes' | 'metadata'>): AssetFacts {
  const { blob } = metadata
  return {
    width: transcodes?.original_width ?? null,
    height: transcodes?.original_height ?? null,
    codec: codecName(blob?.video_codec ?? transcodes?.codec),
    audio: codecName(blob?.audio_codec),
  }
}

function codecName(codec: string | null | undefined): string | null {
  if (codec === null || codec === undefined || codec === '') return null
  return CODEC_NAMES[codec] ?? (codec.startsWith('pcm_') ? 'PCM' : codec.toUpperCase())
}
