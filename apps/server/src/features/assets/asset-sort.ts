// Order of asset lists (v2-assets.md 3.8, v2-platform.md 13, row 36: an unknown field keeps the default order).

const SORT_COLUMNS: Record<string, string> = {
  index: 'a.index',
  name: 'lower(a.name) collate "C"',
  label: 'a.label',
  filesize: 'm.size_bytes',
  filetype: 'a.filetype',
  comment_count: 'a.comment_count',
  id: 'a.id',
  type: 'a.type',
  uploaded_at: 'a.inserted_at',
  inserted_at: 'a.inserted_at',
  updated_at: 'a.updated_at',
}

/** Newest first, as people left it (captured negative indices). */
const DEFAULT_ORDER = 'a.index, a.inserted_at desc, a.id'

/**
 * SQL after "order by". Only columns of the table above ever reach the statement. Comments that the caller may not see
 * do not count.
 */
export function orderBy(sort: string | null | undefined, maySeePrivate: boolean): string {
  const terms = (sort ?? '').split(',').flatMap((term) => {
    const isDescending = term.trim().startsWith('-')
    const field = term.trim().replace(/^-/, '')
    const column =
      field === 'comment_count' && !maySeePrivate ? 'a.public_comment_count' : SORT_COLUMNS[field]
    return column === undefined ? [] : [`${column} ${isDescending ? 'desc nulls last' : 'asc nulls first'}`]
  })
  return terms.length === 0 ? DEFAULT_ORDER : `${terms.join(', ')}, a.id`
}
