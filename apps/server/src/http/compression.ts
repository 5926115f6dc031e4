// Long answers travel compressed to whoever takes gzip: a page of a folder is a twentieth of its size then.
import fastifyCompress from '@fastify/compress'
import type { FastifyInstance } from 'fastify'

/** Shorter answers fit into a few packets as they are. */
const THRESHOLD_BYTES = 4_096
/** Texts that are made for each request. Media is compressed already, and live messages must not wait for one another. */
const TEXTS = /^(application\/(json|yaml)|text\/(html|markdown|plain|csv))\b/
/** Half as much work as the usual level for a few hundredths more bytes. */
const LEVEL = 4

export async function addCompression(app: FastifyInstance): Promise<void> {
  await app.register(fastifyCompress, {
    globalDecompression: false,
    encodings: ['gzip'],
    threshold: THRESHOLD_BYTES,
    customTypes: TEXTS,
    zlibOptions: { level: LEVEL },
  })
}
