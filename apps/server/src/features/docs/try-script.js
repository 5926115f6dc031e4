// Calling an endpoint from its page: with a token that is kept until the tab is closed, or as whoever is signed in here.
const TOKEN_KEY = 'docs-token'
const IDS_KEY = 'docs-ids'
/** In the order they are shown. */
const SHOWN_HEADERS = [
  'x-request-id',
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-window',
  'retry-after',
  'page-number',
  'per-page',
  'total',
  'total-pages',
  'link',
  'content-type',
  'content-disposition',
]

const form = document.querySelector('form.try')
const tab = document.querySelector('#sample-try')
const opener = document.querySelector('.try-open')
const asking = document.querySelector('dialog.try-ask')
const part = (name) => form.querySelector(`.try-${name}`)
const fields = form.elements
const { method, path } = form.dataset

for (const element of document.querySelectorAll('.needs-script')) element.hidden = false

/** Ids that were used or answered in this tab, by the name of the parameter: the next page is filled with them. */
const ids = JSON.parse(sessionStorage.getItem(IDS_KEY) ?? '{}')
for (const field of fields) {
  const id = ids[field.name.replace(/^\w+\./, '')]
  if (id !== undefined && field.value !== '') field.value = id
}
if (fields.token) fields.token.value = sessionStorage.getItem(TOKEN_KEY) ?? ''

// Who calls

let isAsked = false
async function sayWho() {
  if (!tab.checked) return
  isAsked = true
  const answer = await fetch('/api/session')
  const line = part('who')
  if (answer.ok) {
    const { user } = await answer.json()
    line.textContent = fields.token
      ? `Without a token, the call is made as ${user.name}, who is signed in here.`
      : `The call is made as ${user.name}, who is signed in here.`
    return
  }
  const link = document.createElement('a')
  link.href = '/login'
  link.target = '_blank'
  link.textContent = 'sign in'
  if (fields.token) line.replaceChildren('Paste a developer token, or ', link, ' to call as yourself.')
  else line.replaceChildren('Only somebody who is signed in may call this: ', link, ', then come back.')
}
tab.addEventListener('change', () => void sayWho())
// Whoever signed in in another tab comes back to this one.
addEventListener('focus', () => isAsked && void sayWho())

function open() {
  tab.checked = true
  void sayWho()
  // Beside the page it is in view already.
  if (matchMedia('(max-width: 1240px)').matches) form.scrollIntoView()
  form.querySelector('input, select, textarea, button').focus()
}
opener.addEventListener('click', (event) => {
  // Following the link would take the focus out of the form again.
  event.preventDefault()
  history.replaceState(null, '', '#try')
  open()
})
if (location.hash === '#try') open()

// The call

form.addEventListener('submit', (event) => {
  event.preventDefault()
  void send()
})

async function send() {
  const call = readCall()
  if (call === null) return
  if ('changes' in form.dataset && !(await isAgreed(call.address))) return
  const button = part('send')
  button.disabled = true
  part('answer').hidden = false
  part('status').textContent = 'Waiting for the answer…'
  const start = performance.now()
  try {
    const answer = await fetch(call.address, call.options)
    await show(answer, Math.round(performance.now() - start))
  } catch (error) {
    // What fetch throws for a lost connection; the rest is a fault of this script.
    if (!(error instanceof TypeError)) throw error
    empty()
    part('status').textContent = 'No answer came: the server cannot be reached. Try again.'
  } finally {
    button.disabled = false
    button.focus({ preventScroll: true })
  }
}

/** Null when the body is no JSON: then the field says so. */
function readCall() {
  const token = fields.token?.value.trim() ?? ''
  if (fields.token) sessionStorage.setItem(TOKEN_KEY, token)
  const address = path.replaceAll(/\{(\w+)\}/g, (_whole, name) => {
    const value = fields[`path.${name}`].value.trim()
    remember(name, value)
    return encodeURIComponent(value)
  })
  const query = new URLSearchParams()
  for (const { name, value } of fields)
    if (name.startsWith('query.') && value !== '') query.set(name.slice('query.'.length), value)
  const headers = token === '' ? {} : { authorization: `Bearer ${token}` }
  let body
  if (fields.file) [body] = fields.file.files
  else if (fields.body && fields.body.value.trim() !== '') {
    body = fields.body.value
    headers['content-type'] = 'application/json'
    if (!isJson(body)) return null
  }
  // The cookie of whoever is signed in is not to answer for a token that is tried out.
  const credentials = token === '' ? 'same-origin' : 'omit'
  const text = String(query)
  return {
    address: address + (text === '' ? '' : `?${text}`),
    options: { method, headers, body, credentials, cache: 'no-store' },
  }
}

function isJson(text) {
  try {
    JSON.parse(text)
    return true
  } catch (error) {
    fields.body.setCustomValidity(`The body is no JSON: ${error.message}`)
    fields.body.reportValidity()
    fields.body.addEventListener('input', () => fields.body.setCustomValidity(''), { once: true })
    return false
  }
}

function isAgreed(address) {
  asking.querySelector('p').textContent =
    `${method} ${address} changes what is on this server, at once and for everybody.`
  asking.returnValue = ''
  asking.showModal()
  return new Promise((resolve) => {
    asking.addEventListener('close', () => resolve(asking.returnValue === 'send'), { once: true })
  })
}

// The answer

async function show(answer, milliseconds) {
  empty()
  part('status').textContent = `${answer.status} ${answer.statusText} after ${milliseconds} ms`
  part('status').dataset.ok = answer.ok
  for (const name of SHOWN_HEADERS) {
    const value = answer.headers.get(name)
    if (value === null) continue
    const [term, text] = [document.createElement('dt'), document.createElement('dd')]
    term.textContent = name
    text.textContent = value
    part('headers').append(term, text)
  }
  const type = answer.headers.get('content-type') ?? ''
  const code = part('answer').querySelector('code')
  if (type.startsWith('application/json')) {
    const body = await answer.json()
    code.textContent = JSON.stringify(body, null, 2)
    if (answer.ok) learn(body)
  } else if (type.startsWith('text/')) code.textContent = await answer.text()
  else {
    const file = await answer.blob()
    code.textContent = `${file.type}, ${file.size.toLocaleString('en-US')} bytes`
    const link = part('file')
    link.href = URL.createObjectURL(file)
    link.download = /filename\*=UTF-8''(\S+)/.exec(answer.headers.get('content-disposition') ?? '')?.[1] ?? ''
    link.hidden = false
  }
}

function empty() {
  const link = part('file')
  if (link.href !== '') URL.revokeObjectURL(link.href)
  link.hidden = true
  part('headers').replaceChildren()
  part('answer').querySelector('code').textContent = ''
}

/** The first of what was answered serves the next call, unless one was chosen already. */
function learn(answer) {
  const first = Array.isArray(answer) ? answer[0] : answer
  if (typeof first?.id !== 'string') return
  const isAsset = ['file', 'folder', 'version_stack'].includes(first._type)
  const found = {
    ...(typeof first._type === 'string' ? { [isAsset ? 'asset_id' : `${first._type}_id`]: first.id } : {}),
    account_id: first.account_id,
    team_id: first.team_id,
    project_id: isAsset ? first.project_id : undefined,
  }
  const folder = first._type === 'folder' ? first.id : first.root_asset_id
  if (folder !== undefined) Object.assign(found, { destination_folder: folder, destination_id: folder })
  if (first.root_asset_id !== undefined) found.asset_id = first.root_asset_id
  for (const [name, id] of Object.entries(found))
    if (typeof id === 'string' && ids[name] === undefined) remember(name, id)
}

function remember(name, id) {
  ids[name] = id
  sessionStorage.setItem(IDS_KEY, JSON.stringify(ids))
}
