// Lists as a whole. The server answers page by page; a loop wants items.
import type { Page } from './request.ts'

/** Few calls, and answers that do not grow out of hand. */
const ITEMS_A_PAGE = 200

/**
 * Every item of a list, fetched page by page as the loop gets there:
 * `for await (const asset of everyItem((list) => client.children(id, list)))`.
 * What is added or taken away meanwhile shifts the pages behind it: gather first what a loop wants to move or delete.
 */
export async function* everyItem<T>(
  fetchPage: (list: { page: number; page_size: number }) => Promise<Page<T>>,
  pageSize = ITEMS_A_PAGE,
): AsyncGenerator<T, void, undefined> {
  for (let number = 1; ; number += 1) {
    const { items, totalPages } = await fetchPage({ page: number, page_size: pageSize })
    yield* items
    if (number >= totalPages) return
  }
}

/** The same as an array, for lists that are known to be short. */
export async function allItems<T>(
  fetchPage: (list: { page: number; page_size: number }) => Promise<Page<T>>,
  pageSize = ITEMS_A_PAGE,
): Promise<T[]> {
  const items: T[] = []
  for await (const item of everyItem(fetchPage, pageSize)) items.push(item)
  return items
}
