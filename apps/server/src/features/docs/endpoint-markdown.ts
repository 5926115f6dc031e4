// One endpoint as Markdown: what is read when .md stands at the end of its address, and what agents read.
import { envelopeOf } from '../../http/error-renderer.ts'
import { errors } from '../../http/errors.ts'
import type { RouteSchemas } from '../../http/route.ts'
import type { FieldRow } from './field-rows.ts'
import type { EndpointPage } from './pages.ts'
import { samplesOf } from './samples.ts'
import { statusText } from './status-text.ts'

export function endpointMarkdown(page: EndpointPage): string {
  const { text, title, endpoint } = page
  const { path, query, body, answer } = page.rows()
  const example = page.example()
  const { shape } = page.route.schemas
  const parts = [`# ${title}`, `\`${endpoint}\``]
  if (text.what !== '') parts.push(text.what)
  if ((text.effects ?? []).length > 0)
    parts.push('## What else happens', (text.effects ?? []).map((effect) => `- ${effect}`).join('\n'))
  parts.push('## Authentication', authenticationText(page))
  for (const [heading, rows] of [
    ['Path parameters', path],
    ['Query parameters', query],
    ['Body', body],
  ] as const)
    if (rows.length > 0) parts.push(`## ${heading}`, rowsMarkdown(rows, true))
  parts.push(
    '## Answer',
    ANSWER_INTROS[shape],
    rowsMarkdown(answer, false),
    '## Headers of the answer',
    headersText(shape),
    '## Errors',
    `${page.errors.map(({ status, when }) => `- **${String(status)} ${statusText(status)}**: ${when}.`).join('\n')}\n\n${ERROR_INTRO}`,
  )
  const samples = samplesOf(page)
  parts.push(
    '## Samples',
    SAMPLES_INTRO,
    samples
      .map(({ language, code }) => `\`\`\`${language === 'curl' ? 'sh' : language}\n${code}\n\`\`\``)
      .join('\n\n'),
  )
  if (example !== null)
    parts.push(
      `## Example answer`,
      `\`\`\`${shape === 'file' ? '' : 'json'}\n${exampleText(example.response.body)}\n\`\`\``,
    )
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

export function authenticationText({ route, text }: EndpointPage): string {
  if (text.isSessionOnly === true)
    return 'Only somebody who is signed in to the web app may call it, no token: a token that leaks must not be able to make more of itself. The samples take the cookie of a session from `RUSHES_SESSION`: [how to get one](/docs/guides/authentication#calls-of-a-session).'
  const scope =
    route.scope === null ? 'Any valid token will do' : `The token needs the scope \`${route.scope}\``
  return `\`Authorization: Bearer <token>\`. ${scope}.`
}

/** The body of an error as the server words it. */
const NOT_FOUND = JSON.stringify(envelopeOf(errors.unknownPath()))

/** Stands below the list of errors. */
export const ERROR_INTRO = `All of them have [the same body](/docs/guides/paging-errors-limits#errors): \`${NOT_FOUND}\`. A 422 names the \`field\` of each mistake.`

/** What has to be known before one is run. */
export const SAMPLES_INTRO =
  'Ids in the samples are examples: put your own in their place. The TypeScript ones use [the typed client](/docs/guides/first-upload#the-typed-client).'

/** What stands above the fields of an answer. */
export const ANSWER_INTROS: Readonly<Record<RouteSchemas['shape'], string>> = {
  object: 'A JSON object:',
  list: 'A JSON array. Each item:',
  file: 'A file. `content-disposition` says what to call it, `content-type` what it is.',
}

/** An answer as it is read: what is no JSON is text. */
export function exampleText(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body, null, 2)
}

export function headersText(shape: RouteSchemas['shape']): string {
  const rows = [
    ['x-ratelimit-limit', 'calls a window allows'],
    ['x-ratelimit-window', 'length of the window in milliseconds'],
    ['x-ratelimit-remaining', 'calls left in the window'],
    ['x-request-id', 'names this call in the log of the server'],
    ...(shape === 'file' ? [['content-disposition', 'the name of the file']] : []),
    ...(shape === 'list'
      ? [
          ['page-number', 'this page, counted from 1'],
          ['per-page', 'items a page has'],
          ['total', 'items of all pages'],
          ['total-pages', 'pages there are, at least 1'],
          ['link', 'addresses of the first, last, previous and next page'],
        ]
      : []),
  ]
  return rows.map(([name = '', meaning = '']) => `- \`${name}\`: ${meaning}`).join('\n')
}

function rowsMarkdown(rows: readonly FieldRow[], isRequest: boolean, indent = ''): string {
  return rows
    .map((row) => {
      const required = isRequest && row.isRequired ? ', required' : ''
      const children =
        row.children.length === 0 ? '' : `\n${rowsMarkdown(row.children, isRequest, `${indent}  `)}`
      return `${indent}- \`${row.name}\` (${row.type}${required}): ${row.meaning}${extraText(row)}${children}`
    })
    .join('\n')
}

/** Default, values and limits in one breath. */
export function extraText({ defaultText, values, limits, meaning }: FieldRow): string {
  // Where the meaning explains every value there is nothing to add.
  const isTold = values.every((value) => meaning.includes(`\`${value.replaceAll('"', '')}\``))
  const parts = [
    values.length > 1 && !isTold ? `One of ${values.map((value) => `\`${value}\``).join(', ')}.` : '',
    limits === '' ? '' : `${limits.charAt(0).toUpperCase()}${limits.slice(1)}.`,
    defaultText === undefined || defaultText === '[]' || defaultText === '{}'
      ? ''
      : `Default \`${defaultText}\`.`,
  ].filter((part) => part !== '')
  return parts.length === 0 ? '' : ` ${parts.join(' ')}`
}
