// What is asked of the picture process and what it answers, line by line.
import { z } from 'zod'
import type { Mark } from './mark.ts'

/** How one still is cut from a picture. Pixels. */
export type StillSize =
  /** Fills the box exactly, cropping what sticks out: on all sides, or of a page at its foot. */
  | { fit: 'crop'; width: number; height: number }
  /** Keeps the aspect and never enlarges; either bound may be open. */
  | { fit: 'inside'; width: number | null; height: number | null }

export type PictureSource =
  | { from: 'file'; name: string; isSvg: boolean }
  | { from: 'heic'; name: string }
  /** The JPEG inside a camera's raw file (raw-preview.ts). */
  | { from: 'raw'; name: string; preview: { offset: number; length: number; orientation: number } }
  /** One page, counted from 1. */
  | { from: 'pdf'; name: string; page: number }
  /** Interleaved 8-bit RGB. */
  | { from: 'rgb'; name: string; width: number; height: number }

/** Written by the server, so the process takes it at its word. What it answers is another matter: that is parsed. */
export type PictureJob =
  | { task: 'describe'; source: PictureSource }
  | {
      task: 'stills'
      source: PictureSource
      /** Damage is refused; otherwise a picture that breaks off is shown as far as it goes. */
      isStrict?: boolean
      /** `name` ends in .jpg or .png. */
      outputs: readonly { kind: string; name: string; size: StillSize }[]
    }
  | {
      task: 'mark'
      blocks: Mark
      size: { width: number; height: number }
      /** Of the PNG that is made. */
      name: string
    }

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
