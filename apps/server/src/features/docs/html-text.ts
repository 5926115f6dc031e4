// Text on its way into HTML.

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
}

/** Strings, comments and keys of code get a class each, enough to find one's way. */
export function colourCode(code: string): string {
  const parts =
    /(?<comment>(?<=^|\s)#.*$|(?<=^|\s)\/\/.*$)|(?<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')(?<colon>\s*:)?|(?<value>\b(?:true|false|null|None|True|False|-?\d+(?:\.\d+)?)\b)/gm
  let html = ''
  let done = 0
  for (const match of code.matchAll(parts)) {
    html += escapeHtml(code.slice(done, match.index))
    const { comment, text, colon = '', value } = match.groups ?? {}
    if (comment !== undefined) html += `<i>${escapeHtml(comment)}</i>`
    else if (text !== undefined)
      html += `<span class="${colon === '' ? 's' : 'k'}">${escapeHtml(text)}</span>${escapeHtml(colon)}`
    else html += `<span class="v">${escapeHtml(value ?? '')}</span>`
    done = match.index + match[0].length
  }
  return html + escapeHtml(code.slice(done))
}
