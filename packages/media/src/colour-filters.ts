// Filters from whatever the source is to the 8-bit Rec. 709 picture every rendition is.
import type { Colour } from './media-probe.ts'

export type ColourSource = {
  width: number
  height: number
  pixFmt: string | null
  colour: Colour
  isHdr: boolean
}

/** swscale's names for the matrices it converts from. */
const SWSCALE_MATRICES: Readonly<Record<string, string>> = {
  bt709: 'bt709',
  smpte170m: 'smpte170m',
  bt470bg: 'bt470bg',
  fcc: 'fcc',
  smpte240m: 'smpte240m',
}
/** Up to here untagged video is taken for standard definition, as players take it. Pixels. */
const STANDARD_DEFINITION = { width: 1024, height: 576 }

/** ffmpeg filters that scale to `width` x `height` with square pixels and end in `format` (`yuv420p` or `rgb24`), Rec. 709. */
export function toRec709(
  source: ColourSource,
  target: { width: number; height: number },
  format: 'yuv420p' | 'rgb24',
): string[] {
  const { width, height } = target
  const matrix = source.colour.matrix
  if (source.isHdr) {
    const transfer = source.colour.transfer === 'arib-std-b67' ? 'arib-std-b67' : 'smpte2084'
    return [
      `zscale=w=${width}:h=${height}:tin=${transfer}:pin=bt2020:min=${matrix === 'bt2020c' ? '2020_cl' : '2020_ncl'}:t=linear:npl=100`,
      'format=gbrpf32le',
      'zscale=p=bt709',
      'tonemap=tonemap=hable:desat=0',
      'zscale=t=bt709:m=bt709:r=tv',
      ...inFormat(format),
    ]
  }
  if (matrix?.startsWith('bt2020') === true) {
    return [
      `zscale=w=${width}:h=${height}:tin=bt709:pin=bt2020:min=2020_ncl:t=bt709:p=bt709:m=bt709:r=tv`,
      ...inFormat(format),
    ]
  }
  const input = isRgb(source.pixFmt) ? 'auto' : inputMatrix(source)
  const range = source.colour.range ?? 'auto'
  // RGB knows no matrix and no limited range.
  const output = format === 'rgb24' ? '' : ':out_color_matrix=bt709:out_range=tv'
  return [
    `scale=w=${width}:h=${height}:flags=bicubic:in_color_matrix=${input}:in_range=${range}${output}`,
    `format=${format}`,
    'setsar=1',
  ]
}

/** The last step after zscale, whose output is limited-range Rec. 709. */
function inFormat(format: 'yuv420p' | 'rgb24'): string[] {
  if (format === 'yuv420p') return ['format=yuv420p', 'setsar=1']
  return ['scale=in_color_matrix=bt709:in_range=tv', 'format=rgb24', 'setsar=1']
}

function isRgb(pixFmt: string | null): boolean {
  return /^(?:rgb|bgr|gbr|argb|abgr|0rgb|0bgr|pal8|x2rgb)/.test(pixFmt ?? '')
}

function inputMatrix({ colour, width, height }: ColourSource): string {
  const stated = SWSCALE_MATRICES[colour.matrix ?? '']
  if (stated) return stated
  const isStandard = width <= STANDARD_DEFINITION.width && height <= STANDARD_DEFINITION.height
  return isStandard ? 'smpte170m' : 'bt709'
}
