import { expect, test } from 'vitest'
import { pageAddress, pageCountOf } from './document-pages.ts'

test('pages lie beside the first one', () => {
  expect(pageAddress('https://r.example/media/1/v.abc/page_full.png', 12)).toBe(
    'https://r.example/media/1/v.abc/pages/12.jpg',
  )
})

test('there is at least one page', () => {
  const metadata = { _type: 'asset_metadata' as const, id: '1', asset_id: '1' }
  expect(pageCountOf({ metadata: { ...metadata, blob: { pages: 7 } } })).toBe(7)
  expect(pageCountOf({ metadata: { ...metadata, blob: { pages: 0 } } })).toBe(1)
  expect(pageCountOf({ metadata: { ...metadata, blob: null } })).toBe(1)
})
