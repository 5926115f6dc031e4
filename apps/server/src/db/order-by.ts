// From V2's `sort` ("-inserted_at,user.email") to SQL, through a list of what may be sorted by. What is not on the list
// is passed over (v2-platform.md 13, row 36).

/** `last` makes the order total, so that pages neither repeat nor skip: the columns of a unique key. */
export function orderBy(
  sort: string | undefined,
  columns: Readonly<Record<string, string>>,
  fallback: string,
  last: string,
): string {
  const terms = (sort ?? '').split(',').flatMap((part) => {
    const term = part.trim()
    const name = term.replace(/^-/, '')
    const column = Object.hasOwn(columns, name) ? columns[name] : undefined
    return column === undefined ? [] : [`${column} ${term.startsWith('-') ? 'desc' : 'asc'}`]
  })
  return [...(terms.length === 0 ? [fallback] : terms), last].join(', ')
}

/** Text that is to be found inside `like`, with nothing in it meaning more than itself. */
export function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, (character) => `\\${character}`)
}
