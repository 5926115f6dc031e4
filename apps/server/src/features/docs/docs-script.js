// What the pages do besides being read: copy buttons, the search that answers while one types, the language of samples
// kept from page to page. Everything works without it, only slower.
const LANGUAGE_KEY = 'docs-language'
const SEARCH_AFTER_MS = 120

for (const block of document.querySelectorAll('.code')) {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'copy'
  button.textContent = 'Copy'
  button.addEventListener('click', () => void copy(block.querySelector('code'), button))
  block.append(button)
}

async function copy(code, button) {
  // Without https there is no clipboard to write to: then the text is selected, ready for the keyboard.
  const canWrite = navigator.clipboard !== undefined
  if (canWrite) await navigator.clipboard.writeText(code.textContent)
  else getSelection().selectAllChildren(code)
  button.textContent = canWrite ? 'Copied' : 'Selected'
  setTimeout(() => (button.textContent = 'Copy'), 1500)
}

const languages = document.querySelectorAll('input[name="language"]:not([value="try"])')
for (const input of languages) {
  if (input.value === localStorage.getItem(LANGUAGE_KEY)) input.checked = true
  input.addEventListener('change', () => localStorage.setItem(LANGUAGE_KEY, input.value))
}

// A link to a field inside a closed list opens what it lies in.
function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)))
  for (let at = target?.parentElement; at; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true
  target?.scrollIntoView()
}
addEventListener('hashchange', openTarget)
if (location.hash !== '') openTarget()

document.querySelector('nav.menu [aria-current]')?.scrollIntoView({ block: 'nearest' })

const field = document.querySelector('#q')
const results = document.querySelector('.results')
let typing
let asking

field.addEventListener('input', () => {
  clearTimeout(typing)
  typing = setTimeout(() => void ask(), SEARCH_AFTER_MS)
})

async function ask() {
  asking?.abort()
  asking = new AbortController()
  const query = field.value.trim()
  if (query === '') return hide()
  try {
    const answer = await fetch(`/docs/search?q=${encodeURIComponent(query)}`, { signal: asking.signal })
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const found = page.querySelector('.found, .nothing')
    if (found === null) return hide()
    for (const item of [...found.children].slice(8)) item.remove()
    results.replaceChildren(found)
    results.hidden = false
  } catch (error) {
    // Typing on ends the older question; Enter still leads to the page with everything found.
    if (error.name !== 'AbortError') hide()
  }
}

function hide() {
  results.hidden = true
}

document.addEventListener('keydown', (event) => {
  const links = [...results.querySelectorAll('a')]
  const at = links.indexOf(document.activeElement)
  if (event.key === '/' && !event.target.closest('input, textarea')) {
    event.preventDefault()
    field.focus()
    field.select()
  } else if (event.key === 'Escape' && !results.hidden) {
    hide()
    field.focus()
  } else if (!results.hidden && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
    event.preventDefault()
    const next = at + (event.key === 'ArrowDown' ? 1 : -1)
    if (next < 0) field.focus()
    else links[Math.min(next, links.length - 1)]?.focus()
  }
})
document.addEventListener('click', (event) => {
  if (!event.target.closest('.search')) hide()
})
