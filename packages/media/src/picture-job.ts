// What is asked of the picture process and what it answers, line by line.
import { z } from 'zod'
import { MarkBlock } from './mark.ts'

/** How one still is cut from a picture. Pixels. */
const StillSize = z.discriminatedUnion('fit', [
  /** Fills the box exactly, cropping what sticks out: on all sides, or of a page at its foot. */
  z.object({ fit: z.literal('crop'), width: z.int(), height: z.int() }),
  /** Keeps the aspect and never enlarges; either bound may be open. */
  z.object({ fit: z.literal('inside'), width: z.int().nullable(), height: z.int().nullable() }),
])
export type StillSize = z.infer<typeof StillSize>

const PictureSource = z.discriminatedUnion('from', [
  z.object({ from: z.literal('file'), name: z.string(), isSvg: z.boolean() }),
  z.object({ from: z.literal('heic'), name: z.string() }),
  /** The JPEG inside a camera's raw file (raw-preview.ts). */
  z.object({
    from: z.literal('raw'),
    name: z.string(),
    preview: z.object({ offset: z.int(), length: z.int(), orientation: z.int() }),
  }),
  /** One page, counted from 1. */
  z.object({ from: z.literal('pdf'), name: z.string(), page: z.int().positive() }),
  /** Interleaved 8-bit RGB. */
  z.object({ from: z.literal('rgb'), name: z.string(), width: z.int(), height: z.int() }),
])
export type PictureSource = z.infer<typeof PictureSource>

export const PictureJob = z.discriminatedUnion('task', [
  z.object({ task: z.literal('describe'), source: PictureSource }),
  z.object({
    task: z.literal('stills'),
    source: PictureSource,
    /** Damage is refused; otherwise a picture that breaks off is shown as far as it goes. */
    isStrict: z.boolean().optional(),
    /** `name` ends in .jpg or .png. */
    outputs: z.array(z.object({ kind: z.string(), name: z.string(), size: StillSize })),
  }),
  z.object({
    task: z.literal('mark'),
    blocks: z.array(MarkBlock),
    size: z.object({ width: z.int(), height: z.int() }),
    /** Of the PNG that is made. */
    name: z.string(),
  }),
])
export type PictureJob = z.infer<typeof PictureJob>

export const PictureDescription = z.object({
  format: z.string(),
  width: z.int().positive(),
  height: z.int().positive(),
  /** EXIF orientation, 1 to 8. */
  orientation: z.int(),
  bitDepth: z.int().nullable(),
  space: z.string().nullable(),
  /** Pictures in the file: of an animation, or pages. */
  pageCount: z.int().positive(),
})
export type PictureDescription = z.infer<typeof PictureDescription>

export const PictureLine = z.discriminatedUnion('said', [
  z.object({ said: z.literal('described'), picture: PictureDescription }),
  z.object({ said: z.literal('made'), kind: z.string(), width: z.int(), height: z.int() }),
  z.object({ said: z.literal('failed'), kind: z.string().nullable(), message: z.string() }),
])
export type PictureLine = z.infer<typeof PictureLine>
