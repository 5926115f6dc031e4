/** Where a list says it stands (v2-platform.md 6). `link` as pairs of relation and address, in the order they came. */
export interface PagingHeaders {
  page: string | null
  perPage: string | null
  total: string | null
  totalPages: string | null
  links: [relation: string, address: string][]
}

/** Reads the five headers. Throws when `link` is not RFC 5988 as V2 writes it. */
export function pagingOf(headers: Headers): PagingHeaders {
  const links = (headers.get('link') ?? '').split(', ').map((text): [string, string] => {
    const [, address = '', relation = ''] = /^<([^<>]+)>; rel="(\w+)"$/.exec(text) ?? []
    if (relation === '') throw new Error(`This is no link: ${text}`)
    return [relation, address]
  })
  return {
    page: headers.get('page-number'),
    perPage: headers.get('per-page'),
    total: headers.get('total'),
    totalPages: headers.get('total-pages'),
    links,
  }
}
