// Paging headers (v2-platform.md 6, v2-assets.md 1.3): all five on every list, none on a single object.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { PageQuery } from '@rushes/contract/paging'

/** One page of a list. `total` counts all pages. */
export interface ListPage<T> {
  items: T[]
  total: number
}

export function offsetOf({ page, page_size }: PageQuery): number {
  return (page - 1) * page_size
}

export function sendPagingHeaders(
  request: FastifyRequest,
  reply: FastifyReply,
  origin: string,
  query: PageQuery,
  total: number,
): void {
  // At least 1 for an empty list, so that `while page <= total_pages` ends (v2-platform.md 13, row 1).
  const totalPages = Math.max(1, Math.ceil(total / query.page_size))
  void reply.headers({
    'page-number': String(query.page),
    'per-page': String(query.page_size),
    total: String(total),
    'total-pages': String(totalPages),
    // What was sent in the body of a POST stands in no address: one client takes the last page's number from what follows
    // the first "=" (v2-assets.md 1.3).
    link: linkHeader(
      origin + (request.method === 'POST' ? (request.url.split('?', 1)[0] ?? '') : request.url),
      query.page,
      totalPages,
    ),
  })
}

/** The request's address with `page` replaced, keys in alphabetical order; order first, last, prev, next. */
export function linkHeader(address: string, page: number, totalPages: number): string {
  const [path = '', queryText = ''] = address.split('?', 2)
  const linkTo = (target: number, rel: string) => {
    const parameters = new URLSearchParams(queryText)
    parameters.set('page', String(target))
    parameters.sort()
    return `<${path}?${parameters.toString()}>; rel="${rel}"`
  }
  const links = [linkTo(1, 'first'), linkTo(totalPages, 'last')]
  if (page > 1) links.push(linkTo(page - 1, 'prev'))
  if (page < totalPages) links.push(linkTo(page + 1, 'next'))
  return links.join(', ')
}
