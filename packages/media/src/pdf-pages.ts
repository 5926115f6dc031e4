// Pages of a PDF as pixels, by PDFium. Runs in the picture process alone.
import { PDFiumLibrary } from '@hyzyla/pdfium'
import type { Pixels } from './decode-heic.ts'
import { PAGE_LONG_SIDE } from './page-size.ts'

/** A page without a size of its own would have no pixels either. Points. */
const LEAST_POINTS = 1
/** The whole document is held in memory. Bytes. */
const LARGEST_BYTES = 512 * 2 ** 20

export type PdfPage = {
  pageCount: number
  /** Size of the page on paper. Points, whole. */
  width: number
  height: number
  /** RGBA on white. */
  draw: () => Promise<Pixels>
}

/** Opens one page, counted from 1. Throws a sentence that `explainPicture` knows. */
export async function openPdfPage(file: Uint8Array, page: number): Promise<PdfPage> {
  if (file.length > LARGEST_BYTES) throw new Error('The document is larger than 512 MiB.')
  const library = await PDFiumLibrary.init()
  const document = await library.loadDocument(file)
  const pageCount = document.getPageCount()
  if (page > pageCount) throw new Error(pageCount === 0 ? 'no pages' : 'no such page')
  const opened = document.getPage(page - 1)
  const { originalWidth, originalHeight } = opened.getOriginalSize()
  const width = Math.max(LEAST_POINTS, originalWidth)
  const height = Math.max(LEAST_POINTS, originalHeight)
  return {
    pageCount,
    width: Math.ceil(width),
    height: Math.ceil(height),
    draw: async () => {
      const scale = PAGE_LONG_SIDE / Math.max(width, height)
      const pixels = (points: number) => Math.max(1, Math.round(points * scale))
      const size = { width: pixels(width), height: pixels(height) }
      const drawn = await opened.render({ ...size, render: 'bitmap', renderFormFields: true })
      return { data: drawn.data, width: drawn.width, height: drawn.height }
    },
  }
}
