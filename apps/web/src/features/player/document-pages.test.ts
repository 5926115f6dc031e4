import { expect, test } from 'vitest'
import { pageAddress, pageCountOf } from './document-pages.ts'

test('pages lie beside the first one', () => {
  expect(pageAddress('https://r.example/media/1/v.abc/page_full.png', 12)).toBe(
    'https://r.example/media/1/v.abc/pages/12.jpg',
  )
  const small = 'https://r.example/media/1/m.abc/page_small.png'
  expect(pageAddress(small, 1)).toBe(small)
})

test('there is at least one page', () => {
  const metadata = { _type: 'asset_metadata' as const, id: '1', asset_id: '1' }
  const count = (blob: { pages: number } | null, page_full: string | null = '/media/1/v.abc/page_full.png') =>
    pageCountOf({ metadata: { ...metadata, blob }, page_full })
  expect([count({ pages: 7 }), count({ pages: 0 }), count(null)]).toEqual([7, 1, 1])
  expect(count({ pages: 7 }, null)).toBe(1)
})
