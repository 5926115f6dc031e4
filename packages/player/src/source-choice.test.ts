import { describe, expect, test } from 'vitest'
import { chooseSource, isQuickPreview, kindOfAsset, lacksPicture } from './source-choice.ts'
import type { PlayableAsset } from './source-choice.ts'

const READY: PlayableAsset = {
  asset_type: 'stream',
  filetype: 'video/quicktime',
  fps: 24,
  frames: 240,
  duration: 10,
  upload_completed_at: '2026-01-01T00:00:00.000000Z',
  transcoded_at: '2026-01-01T00:01:00.000000Z',
  metadata_flags: { is_original_player_compatible: true },
  original: '/media/1/original',
  is_hls_required: false,
  hls_manifest: '/media/1/master.m3u8',
  h264_2160: null,
  h264_1080_best: '/media/1/1080.mp4',
  h264_720: '/media/1/720.mp4',
  h264_540: null,
  h264_360: null,
  image_high: null,
  image_full: null,
  image_small: null,
  page_full: null,
  page_small: null,
}
const INCOMPATIBLE: PlayableAsset = { ...READY, metadata_flags: { is_original_player_compatible: false } }

describe('chooseSource', () => {
  test('takes the original where the browser can play it', () => {
    expect(chooseSource(READY)).toEqual({ kind: 'original', url: '/media/1/original' })
  })

  test('takes HLS when the original cannot be played, or turned out not to play', () => {
    expect(chooseSource(INCOMPATIBLE)).toEqual({ kind: 'hls', url: '/media/1/master.m3u8' })
    expect(chooseSource(READY, { failed: new Set(['original']) }).kind).toBe('hls')
  })

  test('takes HLS when the viewer may not have the original', () => {
    const { original: _withheld, ...asset } = READY
    expect(chooseSource(asset).kind).toBe('hls')
  })

  test('takes an MP4 proxy when HLS failed', () => {
    expect(chooseSource(INCOMPATIBLE, { failed: new Set(['hls']) })).toEqual({
      kind: 'proxy',
      url: '/media/1/1080.mp4',
    })
  })

  test('follows the wish of the viewer only where it can be had', () => {
    expect(chooseSource(READY, { preferred: 'hls' }).kind).toBe('hls')
    expect(chooseSource(INCOMPATIBLE, { preferred: 'original' }).kind).toBe('hls')
  })

  test('plays what carries the mark of its viewer through HLS alone, and for good', () => {
    const marked = {
      ...READY,
      is_hls_required: true,
      original: undefined,
      h264_1080_best: null,
      h264_720: null,
    }
    expect(chooseSource({ ...READY, is_hls_required: true, upload_completed_at: null })).toMatchObject({
      kind: 'hls',
    })
    expect(chooseSource(marked, { failed: new Set(['hls']) }).kind).toBe('none')
    expect([isQuickPreview(marked), isQuickPreview({ ...marked, is_hls_required: false })]).toEqual([
      false,
      true,
    ])
  })

  const bare: PlayableAsset = { ...INCOMPATIBLE, hls_manifest: null, h264_1080_best: null, h264_720: null }

  test('waits while bytes arrive, then while something is being made, then gives up', () => {
    expect(chooseSource({ ...bare, upload_completed_at: null, transcoded_at: null }).kind).toBe('uploading')
    expect(chooseSource({ ...bare, transcoded_at: null }).kind).toBe('preparing')
    expect(chooseSource(bare).kind).toBe('none')
  })

  test('waits for nothing where nothing will be made', () => {
    const archive = { ...bare, asset_type: null, filetype: 'application/zip', frames: 0, transcoded_at: null }
    expect(chooseSource(archive).kind).toBe('none')
  })

  test('shows a still at full size when the original picture is of a kind browsers do not know', () => {
    const still = { ...bare, asset_type: 'image', filetype: 'image/tiff', image_full: '/media/1/full.jpg' }
    expect(chooseSource(still)).toEqual({ kind: 'image', url: '/media/1/full.jpg' })
  })

  test('shows the small picture once it is sure that there is no larger one to be had', () => {
    const still = { ...bare, asset_type: 'image', original: undefined, image_small: '/media/1/small.jpg' }
    expect(chooseSource(still)).toEqual({ kind: 'image', url: '/media/1/small.jpg' })
    expect(chooseSource({ ...still, transcoded_at: null }).kind).toBe('preparing')
    const pages = { ...bare, asset_type: 'document', page_small: '/media/1/page_small.png' }
    expect(chooseSource(pages)).toEqual({ kind: 'image', url: '/media/1/page_small.png' })
  })
})

describe('kindOfAsset', () => {
  test('tells sound from video by its frames', () => {
    expect(kindOfAsset(READY)).toBe('video')
    expect(kindOfAsset({ ...READY, frames: 0 })).toBe('audio')
  })

  test('goes by the type of the file until it was looked into', () => {
    expect(kindOfAsset({ ...READY, asset_type: null, filetype: 'audio/wav' })).toBe('audio')
    expect(kindOfAsset({ ...READY, asset_type: null, filetype: null })).toBe('other')
  })
})

test('a video that plays without a picture is noticed', () => {
  expect(lacksPicture('video', 0)).toBe(true)
  expect(lacksPicture('video', 1920)).toBe(false)
  expect(lacksPicture('audio', 0)).toBe(false)
})
