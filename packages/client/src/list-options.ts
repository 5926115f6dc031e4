// What lists can be asked for.

/** Paging and order of a list; `page` is 1-based. */
export interface ListOptions {
  page?: number
  page_size?: number
  sort?: string
  include?: string
  type?: string
  include_deleted?: boolean
  'filter[archived]'?: 'all' | 'true'
  signal?: AbortSignal
}
