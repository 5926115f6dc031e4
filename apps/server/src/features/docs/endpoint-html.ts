// One endpoint as a page: what it takes and answers on the left, the same call in code on the right.
import {
  ANSWER_INTROS,
  authenticationText,
  ERROR_INTRO,
  exampleText,
  extraText,
  headersText,
  SAMPLES_INTRO,
} from './endpoint-markdown.ts'
import type { FieldRow } from './field-rows.ts'
import { colourCode, escapeHtml } from './html-text.ts'
import { headingHtml, inlineHtml, markdownToHtml } from './markdown-html.ts'
import type { EndpointPage } from './pages.ts'
import { samplesOf } from './samples.ts'
import { statusText } from './status-text.ts'
import { tryHtml } from './try-html.ts'

export function endpointHtml(page: EndpointPage): string {
  const { text, title, route, errors } = page
  const { path, query, body, answer } = page.rows()
  const { shape } = route.schemas
  const effects = text.effects ?? []
  return `<article>
${headingHtml(1, escapeHtml(title), '')}
<p class="endpoint">${methodHtml(route.method)}<code>${pathHtml(route.path)}</code><a class="try-open needs-script" href="#try" hidden>Try it</a></p>
${markdownToHtml(text.what).html}
${effects.length === 0 ? '' : section('What else happens', 'effects', `<ul>${effects.map((effect) => `<li>${inlineHtml(effect)}</li>`).join('')}</ul>`)}
${section('Authentication', 'authentication', `<p>${inlineHtml(authenticationText(page))}</p>`)}
${fieldSection('Path parameters', 'path', path, true)}
${fieldSection('Query parameters', 'query', query, true)}
${fieldSection('Body', 'body', body, true)}
${shape === 'file' ? section('Answer', 'response', markdownToHtml(ANSWER_INTROS.file).html) : fieldSection('Answer', 'response', answer, false, ANSWER_INTROS[shape])}
${section('Headers of the answer', 'headers', markdownToHtml(headersText(shape)).html)}
${section('Errors', 'errors', errorsHtml(errors))}
</article>
<aside class="samples" aria-label="Samples">${samplesHtml(page)}${exampleHtml(page)}</aside>`
}

export function methodHtml(method: string): string {
  return `<span class="method method-${method.toLowerCase()}">${method}</span>`
}

/** Parameters stand out, and a long path may break after its slashes. */
function pathHtml(path: string): string {
  // Slashes first: those of the tags come later.
  return escapeHtml(path)
    .replaceAll('/', '/<wbr>')
    .replaceAll(/\{\w+\}/g, (parameter) => `<b>${parameter}</b>`)
}

function section(title: string, anchor: string, inner: string): string {
  return `<section>${headingHtml(2, escapeHtml(title), anchor)}${inner}</section>`
}

function fieldSection(
  title: string,
  anchor: string,
  rows: readonly FieldRow[],
  isRequest: boolean,
  intro = '',
): string {
  if (rows.length === 0) return ''
  return section(
    title,
    anchor,
    `${intro === '' ? '' : `<p>${escapeHtml(intro)}</p>`}${fieldsHtml(rows, isRequest)}`,
  )
}

function fieldsHtml(rows: readonly FieldRow[], isRequest: boolean): string {
  return `<ul class="fields">${rows.map((row) => fieldHtml(row, isRequest)).join('\n')}</ul>`
}

function fieldHtml(row: FieldRow, isRequest: boolean): string {
  const { name, anchor, type, isRequired, meaning, children } = row
  const required = isRequest && isRequired ? ' <span class="required">required</span>' : ''
  const inside =
    children.length === 0
      ? ''
      : `<details><summary>${String(children.length)} ${children.length === 1 ? 'field' : 'fields'}<span class="hidden"> of ${escapeHtml(name)}</span></summary>${fieldsHtml(children, isRequest)}</details>`
  return `<li id="${escapeHtml(anchor)}"><a class="name" href="#${escapeHtml(anchor)}"><code>${escapeHtml(name)}</code></a> <span class="type">${escapeHtml(type)}</span>${required}<p>${inlineHtml(meaning + extraText(row))}</p>${inside}</li>`
}

function errorsHtml(errors: EndpointPage['errors']): string {
  const rows = errors.map(
    ({ status, when }) =>
      `<li><span class="status">${String(status)}</span> <strong>${escapeHtml(statusText(status))}</strong><p>${inlineHtml(`${when.charAt(0).toUpperCase()}${when.slice(1)}.`)}</p></li>`,
  )
  return `<ul class="errors">${rows.join('')}</ul><p>${inlineHtml(ERROR_INTRO)}</p>`
}

/** Tabs without a script: one of several radio buttons is on, and shows what belongs to it. */
function samplesHtml(page: EndpointPage): string {
  const samples = samplesOf(page)
  const inputs = samples.map(
    ({ language, title }, index) =>
      `<input type="radio" name="language" id="sample-${language}" value="${language}"${index === 0 ? ' checked' : ''}><label for="sample-${language}">${title}</label>`,
  )
  const panels = samples.map(
    ({ language, title, code }) =>
      `<div class="code panel panel-${language}"><pre tabindex="0" aria-label="Sample in ${title}"><code>${colourCode(code)}</code></pre></div>`,
  )
  const trying = `<input type="radio" name="language" id="sample-try" value="try" class="needs-script" hidden><label for="sample-try" class="needs-script" hidden>Try it</label>`
  return `<fieldset class="tabs"><legend class="hidden">Samples, and trying it</legend>${inputs.join('')}${trying}${panels.join('')}${tryHtml(page)}</fieldset><p class="samples-note">${inlineHtml(SAMPLES_INTRO)}</p>`
}

function exampleHtml(page: EndpointPage): string {
  const example = page.example()
  if (example === null) return ''
  const code = exampleText(example.response.body)
  return `<section class="example"><h2 id="example">Example answer <span class="status">${String(example.response.status)}</span></h2><div class="code"><pre tabindex="0" aria-label="Example answer"><code>${colourCode(code)}</code></pre></div></section>`
}
