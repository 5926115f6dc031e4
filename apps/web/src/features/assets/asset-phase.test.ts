import { expect, test } from 'vitest'
import type { UploadItem } from '../uploads/upload-item.ts'
import { assetPhase } from './asset-phase.ts'

const DONE_AT = '2026-01-01T00:00:00.000000Z'
const FILE = {
  type: 'file',
  asset_type: 'stream',
  filetype: 'video/mp4',
  fps: 25,
  frames: 100,
  duration: 4,
  upload_completed_at: DONE_AT,
  upload_failed_at: null,
  transcoded_at: DONE_AT,
  transcode_statuses: null,
  metadata_flags: { is_original_player_compatible: true },
  hls_manifest: null,
  h264_2160: null,
  h264_1080_best: null,
  h264_720: null,
  h264_540: null,
  h264_360: null,
  image_high: null,
  image_full: null,
  image_small: null,
} as const
const PIPELINE = {
  asset_id: 'a',
  received_at: DONE_AT,
  probed_at: null,
  first_picture_at: null,
  playable_at: null,
  finished_at: null,
  progress: 0.3,
  failure: null,
  cut_short: null,
  renditions: [],
}
const UPLOAD: UploadItem = {
  id: '1',
  name: 'a.mov',
  sizeBytes: 1000,
  projectId: 'p',
  assetId: 'a',
  sentBytes: 429,
  bytesPerSecond: 0,
  state: { kind: 'sending' },
}
const STATUS = {
  codec: null,
  width: null,
  height: null,
  fps: null,
  duration: null,
  num_frames: null,
  num_channels: null,
  filesize: null,
  language: null,
  encode_time: null,
  storage_class: '',
  watermark: { image: false, text: false },
}

test('a finished file and a folder have nothing to say', () => {
  expect(assetPhase(FILE)).toEqual({ kind: 'ready' })
  expect(assetPhase({ ...FILE, type: 'folder', upload_completed_at: null })).toEqual({ kind: 'ready' })
})

test('an upload of this browser says how far it is, one of somebody else what was heard of it', () => {
  const arriving = { ...FILE, upload_completed_at: null, transcoded_at: null }
  expect(assetPhase(arriving, { upload: UPLOAD })).toEqual({
    kind: 'busy',
    phrase: 'Uploading 42 %',
    fraction: 0.429,
  })
  expect(assetPhase(arriving, { upload: { ...UPLOAD, state: { kind: 'needs-file' } } })).toMatchObject({
    phrase: 'Upload paused 42 %',
  })
  expect(assetPhase(arriving, { liveFraction: 0.5 })).toMatchObject({ phrase: 'Uploading 50 %' })
  expect(assetPhase(arriving)).toEqual({ kind: 'waiting', phrase: 'Waiting for its upload' })
})

test('news by live message wins over what was asked for before', () => {
  const making = { ...FILE, transcoded_at: null }
  expect(assetPhase(making, { pipeline: PIPELINE })).toMatchObject({ phrase: 'Making proxies 30 %' })
  expect(assetPhase(making, { pipeline: PIPELINE, liveFraction: 0.5 })).toMatchObject({
    phrase: 'Making proxies 50 %',
  })
})

test('files nothing is made of are ready when they have arrived', () => {
  const archive = { ...FILE, asset_type: null, filetype: 'application/zip', frames: 0, transcoded_at: null }
  expect(assetPhase(archive)).toEqual({ kind: 'ready' })
})

test('a failure gives its reason', () => {
  expect(assetPhase({ ...FILE, upload_failed_at: DONE_AT })).toMatchObject({ kind: 'failed' })
  expect(assetPhase(FILE, { pipeline: { ...PIPELINE, failure: 'No decoder for it.' } })).toEqual({
    kind: 'failed',
    reason: 'No decoder for it.',
  })
})

test('one failed proxy among good ones is no failure of the file', () => {
  const failed = { ...STATUS, encode_status: 'error', error: 'Out of memory.' }
  const good = { ...STATUS, encode_status: 'success', error: null }
  const making = { ...FILE, transcoded_at: null }
  expect(assetPhase({ ...making, transcode_statuses: { h264_720: failed, h264_360: good } }).kind).toBe(
    'busy',
  )
  expect(assetPhase({ ...making, transcode_statuses: { h264_720: failed, thumb: good } })).toEqual({
    kind: 'failed',
    reason: 'Out of memory.',
  })
})

test('a document of which no page could be made says why, and one that waits for its pages says so', () => {
  const document = { ...FILE, asset_type: 'document', frames: 0, transcoded_at: null } as const
  const failed = { ...STATUS, encode_status: 'error', error: 'It is locked.' }
  expect(assetPhase(document)).toMatchObject({ kind: 'busy', phrase: 'Making pages' })
  expect(assetPhase({ ...document, transcode_statuses: { pdf_proxy: failed, page_full: failed } })).toEqual({
    kind: 'failed',
    reason: 'It is locked.',
  })
})
