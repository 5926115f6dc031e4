// The pictures of phones: sharp's libvips comes without an HEVC decoder, and ffmpeg shows one tile of the grid they are
// cut into. Runs in the picture process alone. The numbers are those of the file; what they mean its profile says.
import libheif from 'libheif-js/wasm-bundle.js'

export type Pixels = { data: Uint8Array; width: number; height: number }

/** RGBA, turned as it is meant to be seen. Throws what libheif says. */
export async function decodeHeic(file: Uint8Array, mostPixels: number): Promise<Pixels> {
  const images = new libheif.HeifDecoder().decode(file)
  const image = images.find((one) => one.is_primary()) ?? images[0]
  if (image === undefined) throw new Error('unsupported image format: no picture in the HEIF container')
  const width = image.get_width()
  const height = image.get_height()
  if (width * height > mostPixels) throw new Error('Input image exceeds pixel limit')
  const target = { data: new Uint8ClampedArray(width * height * 4), width, height }
  await new Promise<void>((resolve, reject) => {
    image.display(target, (shown) => {
      if (shown === null) reject(new Error('premature end of HEIF image'))
      else resolve()
    })
  })
  return { data: new Uint8Array(target.data.buffer), width, height }
}
