// The content type an uploaded file is served with. What a browser would run as a page on our origin (HTML, SVG, XML,
// scripts) is never named as such; with nosniff and a sandboxing policy beside it, it stays a download (design 7).

const SAFE =
  /^(?:video|audio)\/[\w.+-]+$|^image\/(?:jpeg|png|gif|webp|avif|heic|heif|tiff|bmp)$|^application\/pdf$|^text\/plain$/i

export function safeContentType(filetype: string | null): string {
  const bare = (filetype ?? '').split(';')[0]?.trim() ?? ''
  return SAFE.test(bare) ? bare.toLowerCase() : 'application/octet-stream'
}
