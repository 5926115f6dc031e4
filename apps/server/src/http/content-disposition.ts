// A file name in a header, for old and new readers (RFC 6266): an ASCII stand-in and the real name in UTF-8.

export function attachment(name: string): string {
  const ascii = name.replaceAll(/[^\x20-\x7e]|["\\/%]/g, '_')
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*!]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`
}
