// Names from the server as names of files here: none leads out of the folder, and no two are the same.

/** What separates folders or steers a terminal, and on Windows what names may not hold. */
const UNFIT = process.platform === 'win32' ? /[/\\:*?"<>|\p{Cc}]|[. ]+$/gu : /[/\p{Cc}]/gu
/** Where "Take" and "take" are one file. */
const IS_CASE_BLIND = process.platform !== 'linux'
const MOST_BYTES = 200

export function localNames(names: readonly string[]): string[] {
  const taken = new Set<string>()
  const keyOf = (name: string) => (IS_CASE_BLIND ? name.toLowerCase() : name)
  return names.map((name) => {
    const fit = fitName(name)
    let free = fit
    for (let number = 2; taken.has(keyOf(free)); number += 1) free = numbered(fit, number)
    taken.add(keyOf(free))
    return free
  })
}

function fitName(name: string): string {
  const fit = name.replaceAll(UNFIT, '_').replace(/^\.{1,2}$/, '_')
  if (Buffer.byteLength(fit) <= MOST_BYTES) return fit === '' ? '_' : fit
  const [, stem = fit, extension = ''] = /^(.*?)(\.[^.]{1,16})?$/su.exec(fit) ?? []
  let short = stem
  while (Buffer.byteLength(short + extension) > MOST_BYTES) short = short.slice(0, -1)
  // Half of a character that is two is none.
  return short.replace(/[\ud800-\udbff]$/, '') + extension
}

/** "take.mov" → "take (2).mov" */
function numbered(name: string, number: number): string {
  const dot = name.lastIndexOf('.')
  const at = dot > 0 ? dot : name.length
  return `${name.slice(0, at)} (${String(number)})${name.slice(at)}`
}
