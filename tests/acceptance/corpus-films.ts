// The films of the corpus: what cameras, phones, editing programs and broadcasters write, as short clips that carry the
// number of each frame. What is expected of each is written here by hand.
import type { ClipSpec } from '@rushes/media/test-clips'

export interface CorpusFilm {
  name: string
  clip: Omit<ClipSpec, 'options'>
  /** Encoder and muxer, after a default of H.264 and AAC. */
  encode?: string
  /** A second step from the clip, such as turning it without touching its pictures: ffmpeg arguments. */
  remux?: string
  fps: number
  frames: number
  timecode?: string
  /** As displayed; 320 x 180 when left out. */
  size?: readonly [number, number]
  /** How many sound tracks there are, one when left out. */
  sounds?: number
  subtitles?: number
  flags?: Record<string, unknown>
  /** The filter that brings the bar code up before it is read; null where fields or gaps leave none that is whole. */
  reading?: string | null
  /** Among the twenty of every run. */
  isInShortRun?: true
}

const slate = '-timecode 01:00:00:00'
const fields = '-flags +ilme+ildct'
const hevc = '-c:v libx265 -preset ultrafast -x265-params log-level=error'
const hdr = `${hevc} -pix_fmt yuv420p10le -color_primaries bt2020 -colorspace bt2020nc -tag:v hvc1`
const av1 = '-c:v libsvtav1 -preset 12'
const vp9 = '-c:v libvpx-vp9 -deadline realtime -cpu-used 8'
const prores = '-c:v prores_ks -c:a pcm_s24le'
const opus = '-c:a libopus'
const uneven = "select='not(between(mod(n,50),30,36))*not(eq(mod(n,7),3))',setpts=PTS+0.004*random(1)/TB"
const words = Buffer.from('1\n00:00:00,100 --> 00:00:00,500\nHello\n\n').toString('base64')
const second = { fps: 25, frames: 25 }

export const CORPUS_FILMS: readonly CorpusFilm[] = [
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
  // ProRes and DNx.
  {
    name: 'prores-422.mov',
    clip: {},
    encode: `${prores} -profile:v 2 -vendor apl0 ${slate} -metadata:s:v:0 reel_name=A001C001`,
    ...second,
    timecode: '01:00:00:00',
    isInShortRun: true,
  },
  {
    name: 'prores-4444-alpha.mov',
    clip: {},
    encode: `${prores} -profile:v 4 -pix_fmt yuva444p10le`,
    ...second,
  },
  { name: 'prores-proxy.mkv', clip: {}, encode: `${prores} -profile:v 0`, ...second },
  {
    name: 'prores-fields.mov',
    clip: { rate: '50', frames: 50, filters: 'interlace' },
    encode: `${prores} ${fields} -top 1`,
    ...second,
    reading: null,
  },
  {
    name: 'prores-eight-mono-tracks.mov',
    clip: {},
    encode: prores,
    remux: `-map 0:v ${'-map 0:a '.repeat(8)}-c copy`,
    ...second,
    sounds: 8,
  },
  {
    name: 'dnxhd-120.mxf',
    clip: { width: 1920, height: 1080, frames: 10 },
    encode: `-c:v dnxhd -b:v 120M -pix_fmt yuv422p -c:a pcm_s16le ${slate}`,
    fps: 25,
    frames: 10,
    size: [1920, 1080],
    timecode: '01:00:00:00',
    isInShortRun: true,
  },
  {
    name: 'dnxhr-hq.mov',
    clip: {},
    encode: '-c:v dnxhd -profile:v dnxhr_hq -pix_fmt yuv422p -c:a pcm_s16le',
    ...second,
  },
  {
    name: 'dnxhr-444.mxf',
    clip: {},
    encode: '-c:v dnxhd -profile:v dnxhr_444 -pix_fmt yuv444p10le -c:a pcm_s24le -timecode 00:00:00:00',
    ...second,
    timecode: '00:00:00:00',
  },
  {
    name: 'dnxhr-lb.mkv',
    clip: {},
    encode: '-c:v dnxhd -profile:v dnxhr_lb -pix_fmt yuv422p -c:a pcm_s16le',
    ...second,
  },
  // MJPEG, MPEG-2 and what is still found on old disks.
  {
    name: 'mjpeg.avi',
    clip: {},
    encode: '-c:v mjpeg -q:v 3 -pix_fmt yuvj422p -c:a pcm_s16le',
    ...second,
    isInShortRun: true,
  },
  { name: 'mjpeg.mov', clip: {}, encode: '-c:v mjpeg -q:v 3 -pix_fmt yuvj420p -c:a pcm_s16le', ...second },
  {
    name: 'mpeg2-fields.mxf',
    clip: { rate: '50', frames: 50, width: 720, height: 576, filters: 'interlace,setsar=64/45' },
    encode: `-c:v mpeg2video -b:v 15M -pix_fmt yuv422p ${fields} -c:a pcm_s16le -timecode 10:00:00:00`,
    ...second,
    size: [1024, 576],
    timecode: '10:00:00:00',
    reading: null,
    isInShortRun: true,
  },
  { name: 'mpeg2.ts', clip: {}, encode: '-c:v mpeg2video -q:v 3 -bf 2 -c:a mp2', ...second },
  { name: 'mpeg2.mpg', clip: {}, encode: '-c:v mpeg2video -q:v 3 -bf 2 -c:a mp2', ...second },
  { name: 'mpeg2.mkv', clip: {}, encode: '-c:v mpeg2video -q:v 3 -c:a ac3', ...second },
  {
    name: 'dv-pal.avi',
    clip: { width: 720, height: 576, filters: 'setsar=16/15' },
    encode: '-c:v dvvideo -c:a pcm_s16le -ac 2',
    ...second,
    size: [768, 576],
    reading: null,
  },
  { name: 'mpeg4.avi', clip: {}, encode: '-c:v mpeg4 -q:v 3 -bf 2 -c:a libmp3lame', ...second },
  { name: 'windows-media.wmv', clip: {}, encode: '-c:v wmv2 -q:v 3 -c:a wmav2', ...second },
  { name: 'cineform.mov', clip: {}, encode: '-c:v cfhd -pix_fmt yuv422p10le -c:a pcm_s16le', ...second },
  { name: 'animation-alpha.mov', clip: {}, encode: '-c:v qtrle -pix_fmt argb -c:a pcm_s16le', ...second },
  {
    name: 'uncompressed-10-bit.mov',
    clip: {},
    encode: '-c:v v210 -pix_fmt yuv422p10le -c:a pcm_s16le',
    ...second,
  },
  { name: 'ffv1.mkv', clip: {}, encode: '-c:v ffv1 -c:a flac', ...second },
]
