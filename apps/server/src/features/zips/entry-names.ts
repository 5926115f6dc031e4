// The names of what lies in an archive: safe to unpack on every system, and no two the same on systems that do not tell
// upper from lower case.

/** Bytes a name may have on the usual file systems, less what " (99999)" takes. */
const MAX_NAME_BYTES = 240

/** Gives out names in one folder. */
export function createNamer(): (name: string) => string {
  const taken = new Set<string>()
  return (wanted) => {
    const safe = safeName(wanted)
    for (let number = 1; ; number += 1) {
      const name = number === 1 ? safe : numbered(safe, number)
      const key = name.normalize('NFC').toLowerCase()
      if (taken.has(key)) continue
      taken.add(key)
      return name
    }
  }
}

/** Without what means something to a file system: separators, the wildcards and colons of Windows, dots at the end. */
export function safeName(name: string): string {
  const cleaned = name
    .toWellFormed()
    // oxlint-disable-next-line no-control-regex -- control characters are what is taken out
    .replaceAll(/[\u0000-\u001f\u007f"*/:<>?\\|]/g, '_')
    .replace(/[. ]+$/, (end) => '_'.repeat(end.length))
  const named = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(cleaned) ? `_${cleaned}` : cleaned
  return shortened(named === '' ? '_' : named)
}

function shortened(name: string): string {
  if (Buffer.byteLength(name) <= MAX_NAME_BYTES) return name
  const { stem, extension } = split(name)
  const room = MAX_NAME_BYTES - Buffer.byteLength(extension)
  let kept = ''
  for (const character of stem) {
    if (Buffer.byteLength(kept + character) > room) break
    kept += character
  }
  return kept + extension
}

/** "clip.mov" → "clip (2).mov". */
function numbered(name: string, number: number): string {
  const { stem, extension } = split(name)
  return `${stem} (${String(number)})${extension}`
}

function split(name: string): { stem: string; extension: string } {
  const extension = /.(\.[^. ]{1,16})$/.exec(name)?.[1] ?? ''
  return { stem: name.slice(0, name.length - extension.length), extension }
}
