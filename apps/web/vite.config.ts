import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import type { Plugin } from 'vite'

const SERVER = process.env['RUSHES_DEV_SERVER'] ?? 'http://127.0.0.1:4747'
const SERVED_BY_SERVER = [
  '/v2',
  '/api',
  '/live',
  '/media',
  '/uploads',
  '/pictures',
  '/zips',
  '/docs',
  '/llms.txt',
  '/openapi.json',
]

/** What several pages need travels as one file, not as one for every small thing: each is a request of its own. */
const SHARED_PARTS = {
  groups: [{ name: 'shared', test: /apps\/web\/src\/(ui|app)|lucide-react/, minShareCount: 3 }],
}

/** Fetches the one font file every page needs along with the scripts, instead of after the styles. */
function preloadFont(): Plugin {
  return {
    name: 'preload-font',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle }) =>
        Object.keys(bundle ?? {})
          .filter((file) => /inter-latin-wght-normal.*\.woff2$/.test(file))
          .map((file) => ({
            tag: 'link',
            attrs: { rel: 'preload', as: 'font', type: 'font/woff2', href: `/${file}`, crossorigin: '' },
            injectTo: 'head' as const,
          })),
    },
  }
}

const ENCODINGS = [
  { ending: 'br', compress: promisify(brotliCompress) },
  { ending: 'gz', compress: promisify<Buffer, Buffer>(gzip) },
]

/** Lays every text beside itself in the two encodings that browsers take, so that the server need not compress any. */
function compressTexts(): Plugin {
  return {
    name: 'compress-texts',
    apply: 'build',
    writeBundle: async ({ dir = '' }) => {
      const files = await readdir(dir, { recursive: true })
      for (const file of files.filter((name) => /\.(js|css|html|svg)$/.test(name))) {
        const text = await readFile(join(dir, file))
        for (const { ending, compress } of ENCODINGS)
          await writeFile(join(dir, `${file}.${ending}`), await compress(text))
      }
    },
  }
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), preloadFont(), compressTexts()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0,
    rolldownOptions: { output: { codeSplitting: SHARED_PARTS } },
  },
  server: {
    proxy: Object.fromEntries(SERVED_BY_SERVER.map((path) => [path, { target: SERVER }])),
  },
})
