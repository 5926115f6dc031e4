// The Markdown our own texts are written in, as HTML: headings, paragraphs, lists, tables, code. What it does not know
// stays text. It is never given what a stranger wrote, and escapes everything all the same.
import { colourCode, escapeHtml } from './html-text.ts'

export interface Heading {
  level: number
  text: string
  anchor: string
}

/** `headings` are those of the second level: what a page's own menu shows. */
export function markdownToHtml(markdown: string): { html: string; headings: Heading[] } {
  const headings: Heading[] = []
  const lines = markdown.split('\n')
  let html = ''
  let at = 0

  /** Lines from here on for which it holds; moves past them. */
  function take(holds: (line: string) => boolean): string[] {
    const from = at
    while (at < lines.length && holds(lines[at] ?? '')) at += 1
    return lines.slice(from, at)
  }

  while (at < lines.length) {
    const line = lines[at] ?? ''
    const heading = /^(#{1,4}) (.+)$/.exec(line)
    const item = LIST_ITEM.exec(line)
    if (line.trim() === '') at += 1
    else if (line.startsWith('```')) {
      at += 1
      const code = take((next) => !next.startsWith('```')).join('\n')
      at += 1
      html += codeBlock(code)
    } else if (heading !== null) {
      at += 1
      const [, marks = '', text = ''] = heading
      const anchor = anchorOf(text)
      if (marks.length === 2) headings.push({ level: 2, text: plainText(text), anchor })
      html += headingHtml(marks.length, inlineHtml(text), anchor)
    } else if (line.startsWith('|')) html += tableHtml(take((next) => next.startsWith('|')))
    else if (item !== null) {
      const isOrdered = /^\d/.test(line)
      const own = take((next) => LIST_ITEM.test(next) || /^ {2,}\S/.test(next))
      html += listHtml(own, isOrdered ? 'ol' : 'ul')
    } else if (line.startsWith('> ')) {
      const quoted = take((next) => next.startsWith('>')).map((next) => next.replace(/^> ?/, ''))
      html += `<blockquote>${markdownToHtml(quoted.join('\n')).html}</blockquote>`
    } else html += `<p>${inlineHtml(take((next) => isText(next)).join(' '))}</p>\n`
  }
  return { html, headings }
}

const LIST_ITEM = /^(?:[-*]|\d+\.) /

function isText(line: string): boolean {
  return line.trim() !== '' && !/^(?:#{1,4} |```|\||> )/.test(line) && !LIST_ITEM.test(line)
}

export function headingHtml(level: number, inner: string, anchor: string): string {
  const tag = `h${String(level)}`
  if (level === 1) return `<h1>${inner}</h1>\n`
  return `<${tag} id="${anchor}">${inner} <a class="anchor" href="#${anchor}" aria-label="Link to this section">#</a></${tag}>\n`
}

/** The button that copies it is put there by the script: without one it would do nothing. */
export function codeBlock(code: string): string {
  return `<div class="code"><pre tabindex="0"><code>${colourCode(code)}</code></pre></div>\n`
}

function listHtml(lines: readonly string[], tag: 'ol' | 'ul'): string {
  const items: string[] = []
  for (const line of lines)
    if (LIST_ITEM.test(line)) items.push(line.replace(LIST_ITEM, ''))
    else items.push(`${items.pop() ?? ''} ${line.trim()}`)
  return `<${tag}>${items.map((item) => `<li>${inlineHtml(item)}</li>`).join('')}</${tag}>\n`
}

/** Where a long name may go on in the next line: nowhere else, or a phone shows it in shreds. */
const IN_NAME = /(?<=<code>[^<]*)_(?=\w)/g

function tableHtml(lines: readonly string[]): string {
  const rows = lines.map((line) =>
    line
      .replaceAll(/^\||\|\s*$/g, '')
      .split(/(?<!\\)\|/)
      .map((cell) => inlineHtml(cell.trim().replaceAll(String.raw`\|`, '|')))
      .map((cell, column) => (column === 0 ? cell.replaceAll(IN_NAME, '_<wbr>') : cell)),
  )
  const [head = [], , ...body] = rows
  const row = (cells: readonly string[], tag: string) =>
    `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>`
  return `<div class="table"><table><thead>${row(head, 'th')}</thead><tbody>${body.map((cells) => row(cells, 'td')).join('')}</tbody></table></div>\n`
}

/** `code`, **bold** and [links](…) inside a line. */
export function inlineHtml(text: string): string {
  return text
    .split(/(`[^`]+`)/)
    .map((part) =>
      part.startsWith('`') && part.length > 1
        ? `<code>${escapeHtml(part.slice(1, -1))}</code>`
        : escapeHtml(part)
            .replaceAll(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
            .replaceAll(/\[([^\]]+)\]\(([^)\s]+)\)/g, (_whole, label: string, target: string) =>
              isSafeTarget(target) ? `<a href="${target}">${label}</a>` : label,
            ),
    )
    .join('')
}

function isSafeTarget(target: string): boolean {
  return /^(?:https?:\/\/|\/|#|[\w.-])/.test(target) && !/^\w+script:/i.test(target)
}

export function anchorOf(text: string): string {
  return plainText(text)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
}

/** Markdown without its marks. */
export function plainText(markdown: string): string {
  return markdown.replaceAll(/\[([^\]]+)\]\([^)]+\)/g, '$1').replaceAll(/[`*]/g, '')
}
