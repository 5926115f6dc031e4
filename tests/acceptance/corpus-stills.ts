// Sounds, stills and documents of the corpus, and what is expected of each.
import { makePdf } from '@rushes/media/test-documents'
import { makeHeic, makePsd, makeRawPhoto } from '@rushes/media/test-pictures'
import { makeSample } from './sample-files.ts'

type Bytes = Uint8Array<ArrayBuffer>

interface CorpusFile {
  name: string
  make: () => Promise<Bytes>
  /** Among the twenty of every run. */
  isInShortRun?: true
}

export interface CorpusSound extends CorpusFile {
  seconds: number
  tracks: number
  hasCover?: true
}

export interface CorpusStill extends CorpusFile {
  /** As displayed. */
  size: readonly [number, number]
}

export interface CorpusDocument extends CorpusFile {
  pages: number
}

const tone = '-f lavfi -i sine=frequency=330:sample_rate=48000:duration=2'
const stereo = `${tone} -ac 2`
const tones = `${'-f lavfi -i sine=frequency=330:sample_rate=48000:duration=2 '.repeat(4)}-map 0 -map 1 -map 2 -map 3`
const sample = (name: string, args: string) => ({ name, make: () => makeSample(name, args) })

const sounds: CorpusSound[] = [
  { ...sample('wave-24-bit.wav', `${stereo} -c:a pcm_s24le`), seconds: 2, tracks: 1, isInShortRun: true },
  {
    ...sample(
      'broadcast.wav',
      `${stereo} -c:a pcm_s24le -write_bext 1 -metadata description=Scene -metadata time_reference=172800000`,
    ),
    seconds: 2,
    tracks: 1,
  },
  {
    ...sample(
      'eight-channels.wav',
      `${tone} -filter_complex pan=7.1|c0=c0|c1=c0|c2=c0|c3=c0|c4=c0|c5=c0|c6=c0|c7=c0`,
    ),
    seconds: 2,
    tracks: 1,
  },
  { ...sample('wave-96k-float.wav', `${stereo} -ar 96000 -c:a pcm_f32le`), seconds: 2, tracks: 1 },
  {
    ...sample(
      'cover.mp3',
      `${stereo} -f lavfi -i testsrc2=size=300x300:rate=1:duration=1 -map 0 -map 1 -c:v mjpeg -frames:v 1 -disposition:v attached_pic`,
    ),
    seconds: 2,
    tracks: 1,
    hasCover: true,
    isInShortRun: true,
  },
  { ...sample('plain.mp3', stereo), seconds: 2, tracks: 1 },
  { ...sample('lossless.flac', stereo), seconds: 2, tracks: 1 },
  { ...sample('bare.aac', `${stereo} -c:a aac`), seconds: 2, tracks: 1 },
  { ...sample('podcast.m4a', `${stereo} -c:a aac`), seconds: 2, tracks: 1 },
  { ...sample('lossless.m4a', `${stereo} -c:a alac`), seconds: 2, tracks: 1 },
  { ...sample('studio.aiff', `${stereo} -c:a pcm_s24be`), seconds: 2, tracks: 1 },
  { ...sample('speech.opus', `${stereo} -c:a libopus`), seconds: 2, tracks: 1 },
  { ...sample('four-tracks.mka', `${tones} -c:a flac`), seconds: 2, tracks: 4 },
]

const picture = '-f lavfi -i testsrc2=size=640x400 -frames:v 1'
const moving = '-f lavfi -i testsrc2=size=200x120:rate=10 -t 1'
const drawing =
  '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"><rect width="400" height="300" fill="#275"/><circle cx="200" cy="150" r="90" fill="#fc3"/></svg>'

const size = [640, 400] as const
const stills: CorpusStill[] = [
  { ...sample('photo.jpg', `${picture} -q:v 3`), size, isInShortRun: true },
  { ...sample('screenshot.png', picture), size },
  { ...sample('deep.png', `${picture} -pix_fmt rgb48be`), size },
  { ...sample('alpha.png', `${picture} -pix_fmt rgba -vf colorchannelmixer=aa=0.4`), size },
  { ...sample('still.gif', picture), size },
  { ...sample('moving.gif', moving), size: [200, 120] },
  { ...sample('still.webp', `${picture} -c:v libwebp`), size },
  { ...sample('moving.webp', `${moving} -c:v libwebp_anim -loop 0`), size: [200, 120] },
  {
    ...sample('still.avif', `${picture} -pix_fmt yuv420p -c:v libaom-av1 -cpu-used 8 -still-picture 1`),
    size,
  },
  { ...sample('scan.tif', `${picture} -compression_algo lzw`), size },
  { ...sample('deep.tif', `${picture} -pix_fmt rgb48le -compression_algo deflate`), size },
  { ...sample('render.exr', `${picture} -pix_fmt gbrpf32le`), size },
  { ...sample('film-scan.dpx', `${picture} -pix_fmt gbrp10le`), size },
  { ...sample('old.bmp', picture), size },
  { ...sample('archive.jp2', `${picture} -c:v libopenjpeg`), size },
  { ...sample('next.jxl', `${picture} -pix_fmt rgb24 -c:v libjxl -effort 3`), size },
  { name: 'layers.psd', make: async () => Promise.resolve(makePsd(320, 200)), size: [320, 200] },
  { name: 'phone.heic', make: async () => new Uint8Array((await makeHeic(128, 96)).file), size: [128, 96] },
  {
    name: 'camera.dng',
    make: async () => makeRawPhoto('DNG', 480, 320),
    size: [480, 320],
    isInShortRun: true,
  },
  { name: 'camera.nef', make: async () => makeRawPhoto('NEF', 480, 320), size: [480, 320] },
  { name: 'camera.cr2', make: async () => makeRawPhoto('CR2', 480, 320), size: [480, 320] },
  {
    name: 'logo.svg',
    make: async () => Promise.resolve(new TextEncoder().encode(drawing)),
    size: [400, 300],
  },
]

const pdf = () => Promise.resolve(new Uint8Array(makePdf([1, 2, 3].map((page) => sheet(page)))))
const sheet = (page: number) => ({ width: 300, height: 400, rgb: [60 * page, 120, 200] as const })

const documents: CorpusDocument[] = [
  { name: 'script.pdf', make: pdf, pages: 3, isInShortRun: true },
  // As Illustrator saves it: a PDF under another name.
  { name: 'poster.ai', make: pdf, pages: 3 },
]

export const CORPUS_SOUNDS: readonly CorpusSound[] = sounds
export const CORPUS_STILLS: readonly CorpusStill[] = stills
export const CORPUS_DOCUMENTS: readonly CorpusDocument[] = documents
