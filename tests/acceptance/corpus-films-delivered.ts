// The films of the corpus as they are delivered and as phones and cameras write them: H.264, HEVC, AV1, VP9 and VP8.
import { fields, second, slate } from './corpus-film.ts'
import type { CorpusFilm } from './corpus-film.ts'

const hevc = '-c:v libx265 -preset ultrafast -x265-params log-level=error'
const hdr = `${hevc} -pix_fmt yuv420p10le -color_primaries bt2020 -colorspace bt2020nc -tag:v hvc1`
const av1 = '-c:v libsvtav1 -preset 12'
const vp9 = '-c:v libvpx-vp9 -deadline realtime -cpu-used 8'
const opus = '-c:a libopus'
const uneven = "select='not(between(mod(n,50),30,36))*not(eq(mod(n,7),3))',setpts=PTS+0.004*random(1)/TB"
const words = Buffer.from('1\n00:00:00,100 --> 00:00:00,500\nHello\n\n').toString('base64')

export const DELIVERED_FILMS: readonly CorpusFilm[] = [
  // H.264, as delivered and as phones and cameras write it.
  {
    name: 'h264-b-frames.mp4',
    clip: { frames: 50 },
    encode: `-preset veryfast -bf 3 -g 40 ${slate}`,
    fps: 25,
    frames: 50,
    timecode: '01:00:00:00',
    isInShortRun: true,
  },
  {
    name: 'h264-23976.mov',
    clip: { rate: '24000/1001', frames: 36 },
    encode: '-preset veryfast -timecode 23:59:59:00',
    fps: 23.976,
    frames: 36,
    timecode: '23:59:59:00',
  },
  {
    name: 'h264-2997-drop-frame.mp4',
    clip: { rate: '30000/1001', frames: 40 },
    encode: '-preset veryfast -timecode 00:59:59;20',
    fps: 29.97,
    frames: 40,
    timecode: '00:59:59;20',
    isInShortRun: true,
  },
  {
    name: 'h264-2997-non-drop.mov',
    clip: { rate: '30000/1001', frames: 40 },
    encode: '-timecode 00:59:59:20',
    fps: 29.97,
    frames: 40,
    timecode: '00:59:59:20',
  },
  { name: 'h264-5994.mp4', clip: { rate: '60000/1001', frames: 60 }, fps: 59.94, frames: 60 },
  { name: 'h264-50.mkv', clip: { rate: '50', frames: 60 }, encode: '-bf 2', fps: 50, frames: 60 },
  {
    name: 'h264.ts',
    clip: { frames: 40 },
    encode: '-preset veryfast -bf 2',
    fps: 25,
    frames: 40,
    isInShortRun: true,
  },
  {
    name: 'h264-two-languages.mkv',
    clip: {},
    remux: `-f srt -i data:text/plain;base64,${words} -map 0:v -map 0:a -map 0:a -map 1 -c copy -c:s srt -metadata:s:a:0 language=deu -metadata:s:a:1 language=eng`,
    ...second,
    sounds: 2,
    subtitles: 1,
  },
  { name: 'h264.avi', clip: {}, encode: '-preset veryfast -bf 2 -c:a pcm_s16le', ...second },
  {
    name: 'h264-intra.mxf',
    clip: {},
    encode: `-g 1 -bf 0 -c:a pcm_s16le ${slate}`,
    ...second,
    timecode: '01:00:00:00',
  },
  {
    name: 'h264-fragmented.mp4',
    clip: {},
    encode: '-movflags frag_keyframe+empty_moov+delay_moov',
    ...second,
  },
  { name: 'h264-index-first.mp4', clip: {}, encode: '-movflags +faststart', ...second },
  { name: 'h264-10-bit.mp4', clip: {}, encode: '-pix_fmt yuv420p10le', ...second },
  { name: 'h264-422-10-bit.mov', clip: {}, encode: '-pix_fmt yuv422p10le -c:a pcm_s16le', ...second },
  {
    name: 'h264-odd-size.mp4',
    clip: { filters: 'scale=333:187' },
    encode: '-pix_fmt yuv444p',
    ...second,
    size: [333, 187],
    isInShortRun: true,
  },
  { name: 'h264-silent.mp4', clip: { sound: false }, ...second, sounds: 0 },
  {
    name: 'h264-fields.mp4',
    clip: { rate: '50', frames: 50, filters: 'interlace' },
    encode: `-x264opts tff=1 ${fields}`,
    ...second,
    reading: null,
  },
  {
    name: 'h264-upright-phone.mp4',
    clip: {},
    remux: '-c copy -metadata:s:v:0 rotate=90',
    ...second,
    size: [180, 320],
    reading: 'transpose=clock',
    isInShortRun: true,
  },
  {
    name: 'h264-upside-down.mov',
    clip: {},
    remux: '-c copy -metadata:s:v:0 rotate=180',
    ...second,
    reading: 'hflip,vflip',
  },
  {
    name: 'h264-variable-rate-phone.mp4',
    clip: { rate: '30', frames: 100, filters: uneven },
    encode: '-vsync vfr -enc_time_base 1:90000 -video_track_timescale 90000 -preset veryfast -bf 2',
    fps: 30,
    frames: 100,
    reading: null,
    isInShortRun: true,
  },
  {
    name: 'h264-anamorphic.mov',
    clip: { filters: 'setsar=4/3' },
    ...second,
    size: [427, 180],
    isInShortRun: true,
  },
  {
    name: 'h264-hd.mp4',
    clip: { width: 1280, height: 720, frames: 10 },
    fps: 25,
    frames: 10,
    size: [1280, 720],
  },
  {
    name: 'h264-uhd.mp4',
    clip: { width: 3840, height: 2160, frames: 5 },
    fps: 25,
    frames: 5,
    size: [3840, 2160],
  },
  // HEVC.
  { name: 'hevc.mp4', clip: {}, encode: `${hevc} -tag:v hvc1`, ...second, isInShortRun: true },
  { name: 'hevc-10-bit.mov', clip: {}, encode: `${hevc} -pix_fmt yuv420p10le -tag:v hvc1`, ...second },
  { name: 'hevc.mkv', clip: {}, encode: hevc, ...second },
  { name: 'hevc.ts', clip: {}, encode: hevc, ...second },
  {
    name: 'hevc-hdr10.mp4',
    clip: {},
    encode: `${hdr} -color_trc smpte2084`,
    ...second,
    flags: { is_hdr: true },
    isInShortRun: true,
  },
  {
    name: 'hevc-hlg-upright.mov',
    clip: {},
    encode: `${hdr} -color_trc arib-std-b67`,
    remux: '-c copy -tag:v hvc1 -metadata:s:v:0 rotate=270',
    ...second,
    size: [180, 320],
    reading: 'transpose=cclock',
    flags: { is_hdr: true },
  },
  // AV1, VP9, VP8.
  { name: 'av1.mp4', clip: {}, encode: av1, ...second, isInShortRun: true },
  { name: 'av1.mkv', clip: {}, encode: `${av1} ${opus}`, ...second },
  { name: 'av1.webm', clip: {}, encode: `${av1} ${opus}`, ...second },
  { name: 'vp9.webm', clip: {}, encode: `${vp9} ${opus}`, ...second, isInShortRun: true },
  { name: 'vp9.mp4', clip: {}, encode: vp9, ...second },
  { name: 'vp9-10-bit.mkv', clip: {}, encode: `${vp9} -pix_fmt yuv420p10le -profile:v 2 ${opus}`, ...second },
  {
    name: 'vp8-variable-rate.webm',
    clip: { rate: '30', frames: 100, filters: uneven },
    encode: '-c:v libvpx -deadline realtime -cpu-used 8 -vsync vfr -c:a libvorbis',
    fps: 30,
    frames: 100,
    reading: null,
  },
]
