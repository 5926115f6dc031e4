import { expect, test } from 'vitest'
import type { Fmp4Index } from './fmp4-index.ts'
import { masterPlaylist, mediaPlaylist } from './hls-playlist.ts'

const index: Fmp4Index = {
  initRange: { offset: 0, sizeBytes: 1300 },
  segments: [
    { offset: 1500, sizeBytes: 100_000, durationSeconds: 2.002 },
    { offset: 101_500, sizeBytes: 200_201, durationSeconds: 2.002 },
    { offset: 301_701, sizeBytes: 50_000, durationSeconds: 0.041708 },
  ],
  pictureSeconds: 4.045708,
  codecs: ['avc1.64001e', 'mp4a.40.2'],
  width: 640,
  height: 268,
}

test('the master playlist names each rung with what a player chooses by', () => {
  const variants = [{ uri: 'h264_360.m3u8', index, frameRate: { num: 24_000, den: 1001 } }]
  expect(masterPlaylist(variants).split('\n')).toEqual([
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    '#EXT-X-INDEPENDENT-SEGMENTS',
    // 200,201 bytes in 2.002 s, rounded up; the stub of a last segment does not count.
    '#EXT-X-STREAM-INF:BANDWIDTH=800004,AVERAGE-BANDWIDTH=692489,RESOLUTION=640x268,FRAME-RATE=23.976,CODECS="avc1.64001e,mp4a.40.2"',
    'h264_360.m3u8',
    '',
  ])
})

test('the media playlist points into one file and keeps exact durations', () => {
  expect(mediaPlaylist(index, 'h264_360.mp4').split('\n')).toEqual([
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    '#EXT-X-TARGETDURATION:3',
    '#EXT-X-MEDIA-SEQUENCE:0',
    '#EXT-X-PLAYLIST-TYPE:VOD',
    '#EXT-X-INDEPENDENT-SEGMENTS',
    '#EXT-X-MAP:URI="h264_360.mp4",BYTERANGE="1300@0"',
    '#EXTINF:2.002000,',
    '#EXT-X-BYTERANGE:100000@1500',
    'h264_360.mp4',
    '#EXTINF:2.002000,',
    '#EXT-X-BYTERANGE:200201@101500',
    'h264_360.mp4',
    '#EXTINF:0.041708,',
    '#EXT-X-BYTERANGE:50000@301701',
    'h264_360.mp4',
    '#EXT-X-ENDLIST',
    '',
  ])
})
