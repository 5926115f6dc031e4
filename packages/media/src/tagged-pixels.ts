// Pixels with a colour profile. Sharp takes a profile from files alone, so they are put into one: a PNG that is not
// compressed, with the chunk iCCP behind its head (PNG specification, 11.3.2.3).
import { crc32, deflateSync } from 'node:zlib'
import type { Sharp } from 'sharp'

/** Signature and IHDR. Bytes. */
const HEAD_BYTES = 33

/** `profile` is an ICC profile: whoever opens the PNG sees these colours as it means them. */
export async function taggedPixels(pixels: Sharp, profile: Buffer): Promise<Buffer> {
  const png = await pixels.png({ compressionLevel: 0 }).toBuffer()
  const name = Buffer.from('ICC\0\0', 'latin1')
  return Buffer.concat([
    png.subarray(0, HEAD_BYTES),
    chunk('iCCP', Buffer.concat([name, deflateSync(profile)])),
    png.subarray(HEAD_BYTES),
  ])
}

function chunk(type: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(body.length)
  frame.writeUInt32BE(crc32(named), 4)
  return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)])
}
