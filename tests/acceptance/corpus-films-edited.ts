// The films of the corpus as editing programs and broadcasters write them, and what is still found on old disks.
import { fields, second, slate } from './corpus-film.ts'
import type { CorpusFilm } from './corpus-film.ts'

const prores = '-c:v prores_ks -c:a pcm_s24le'

export const EDITED_FILMS: readonly CorpusFilm[] = [
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
