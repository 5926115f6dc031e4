// An endpoint to be called from its own page: the form, filled with the example. The script (try-script.js) brings it to
// life; without one it is not shown.
import type { FieldRow } from './field-rows.ts'
import { escapeHtml } from './html-text.ts'
import type { EndpointPage } from './pages.ts'

/** More fields of a query than this, and those the example leaves out are folded away. */
const OPEN_FIELDS = 4

export function tryHtml(page: EndpointPage): string {
  const { method, path, schemas } = page.route
  const isSessionOnly = page.text.isSessionOnly === true
  // A search changes nothing although it is a POST.
  const isChange = method !== 'GET' && !schemas.readsBodyAsQuery
  return `<form class="panel panel-try try" id="try" aria-label="Try it" data-method="${method}" data-path="${escapeHtml(path)}"${isChange ? ' data-changes' : ''}>
<p class="try-who" role="status"></p>
${isSessionOnly ? '' : '<label><span>Token</span><input name="token" type="password" autocomplete="off" spellcheck="false" placeholder="fio-u-…"></label>'}
${pathFields(page)}
${queryFields(page)}
${bodyField(page)}
<button class="try-send" type="submit">Send the call</button>
<div class="try-answer" hidden>
<p class="try-status" role="status"></p>
<dl class="try-headers"></dl>
<div class="code"><pre tabindex="0" aria-label="Answer of the server"><code></code></pre></div>
<a class="try-file" hidden>Save the file</a>
</div>
</form>
<dialog class="try-ask" aria-labelledby="try-asked"><form method="dialog"><p id="try-asked"></p><div><button value="">Cancel</button><button value="send">${method === 'DELETE' ? 'Delete' : 'Send'}</button></div></form></dialog>`
}

function pathFields(page: EndpointPage): string {
  const values = pathValues(page)
  return group(
    'Path',
    page.rows().path.map((row) => fieldHtml('path', row, values.get(row.name) ?? '')),
  )
}

/** What stands in the example's address in the place of each parameter. */
function pathValues(page: EndpointPage): Map<string, string> {
  const shown = (page.example()?.request.path.split('?', 1)[0] ?? '').split('/')
  return new Map(
    page.route.path
      .split('/')
      .flatMap((segment, index) =>
        segment.startsWith('{') ? [[segment.slice(1, -1), decodeURIComponent(shown[index] ?? '')]] : [],
      ),
  )
}

function queryFields(page: EndpointPage): string {
  const shown = new URLSearchParams(page.example()?.request.path.split('?', 2)[1] ?? '')
  // What has fields of its own is written into the query by hand.
  const rows = page.rows().query.filter(({ children }) => children.length === 0)
  const field = (row: FieldRow) => fieldHtml('query', row, shown.get(row.name) ?? '')
  if (rows.length <= OPEN_FIELDS) return group('Query', rows.map(field))
  const open = rows.filter(({ name, isRequired }) => isRequired || shown.has(name))
  const folded = rows.filter((row) => !open.includes(row))
  const more = `<details><summary>${String(folded.length)} ${open.length === 0 ? 'fields' : 'more fields'}</summary>${folded.map(field).join('')}</details>`
  return group('Query', [...open.map(field), more])
}

function group(title: string, fields: readonly string[]): string {
  return fields.length === 0 ? '' : `<fieldset><legend>${title}</legend>${fields.join('')}</fieldset>`
}

function fieldHtml(place: 'path' | 'query', { name, values, isRequired }: FieldRow, value: string): string {
  const attributes = `name="${place}.${escapeHtml(name)}"${place === 'path' || isRequired ? ' required' : ''}`
  const control =
    values.length > 1
      ? `<select ${attributes}>${['', ...values.map((text) => String(JSON.parse(text)))].map((text) => optionHtml(text, value)).join('')}</select>`
      : `<input ${attributes} value="${escapeHtml(value)}" autocomplete="off" spellcheck="false">`
  return `<label><span>${escapeHtml(name)}</span>${control}</label>`
}

function optionHtml(text: string, value: string): string {
  const label = text === '' ? 'Leave out' : text
  return `<option value="${escapeHtml(text)}"${text === value ? ' selected' : ''}>${escapeHtml(label)}</option>`
}

function bodyField(page: EndpointPage): string {
  if (page.route.schemas.takesFile)
    return '<label><span>File</span><input name="file" type="file" required></label>'
  if (page.rows().body.length === 0) return ''
  const text = JSON.stringify(page.example()?.request.body ?? {}, null, 2)
  const lines = Math.min(Math.max(text.split('\n').length, 3), 14)
  return `<label><span>Body</span><textarea name="body" rows="${String(lines)}" spellcheck="false">${escapeHtml(text)}</textarea></label>`
}
