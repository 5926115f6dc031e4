// What is laid over the proxies of a team (v2-platform.md 8.11).
import { z } from 'zod'
import { wireNumber, wireText } from './wire.ts'

const TEXT_POSITIONS = ['top', 'center', 'bottom'] as const
const PICTURE_POSITIONS = ['top_left', 'top_right', 'bottom_left', 'bottom_right'] as const

/** More would not be read any more. */
export const MAX_MARK_LINES = 10
export const MAX_MARK_LINE_LENGTH = 100
export const DEFAULT_MARK_ALPHA = 0.5

export const Watermark = z.object({
  image: z
    .object({ alpha: z.number(), image: z.string().nullable(), position: z.enum(PICTURE_POSITIONS) })
    .nullable(),
  text: z
    .object({ alpha: z.number(), lines: z.array(z.string()), position: z.enum(TEXT_POSITIONS) })
    .nullable(),
})
/** `alpha` from 0, nothing, to 1, solid. */
export type Watermark = z.infer<typeof Watermark>

const alpha = () => wireNumber(0, 1).default(DEFAULT_MARK_ALPHA)

export const WatermarkBody = z.object({
  image: z
    .object({
      alpha: alpha(),
      image: wireText(2000).nullable().default(null),
      position: z
        .enum(PICTURE_POSITIONS, 'must be top_left, top_right, bottom_left or bottom_right')
        .default('bottom_right'),
    })
    .nullable()
    .default(null),
  text: z
    .object({
      alpha: alpha(),
      lines: z
        .array(wireText(MAX_MARK_LINE_LENGTH))
        .max(MAX_MARK_LINES, `has more than ${String(MAX_MARK_LINES)} lines`),
      position: z.enum(TEXT_POSITIONS, 'must be top, center or bottom').default('center'),
    })
    .nullable()
    .default(null),
})
