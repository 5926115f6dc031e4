import { expect, test } from 'vitest'
import { createUploadLedger, isSameFile } from './upload-ledger.ts'

const ENTRY = {
  assetId: 'a',
  projectId: 'p',
  name: 'A001.mov',
  sizeBytes: 10,
  lastModifiedMs: 5,
  tabId: 't',
  aliveAtMs: 0,
}

function storeWith(text: string | null) {
  let value = text
  return { getItem: () => value, setItem: (_key: string, next: string) => void (value = next) }
}

test('remembers one entry for each asset', () => {
  const ledger = createUploadLedger(storeWith(null))
  ledger.put(ENTRY)
  ledger.put({ ...ENTRY, assetId: 'b' })
  ledger.put({ ...ENTRY, aliveAtMs: 9 })
  expect(ledger.entries()).toEqual([
    { ...ENTRY, assetId: 'b' },
    { ...ENTRY, aliveAtMs: 9 },
  ])
  ledger.remove('b')
  expect(ledger.entries()).toEqual([{ ...ENTRY, aliveAtMs: 9 }])
})

test.each(['', '{', '{}', 'null', '[1, {"assetId": 4}]'])(
  'damaged storage (%s) is an empty ledger',
  (text) => {
    expect(createUploadLedger(storeWith(text)).entries()).toEqual([])
  },
)

test('a file is the same by name, size and age together', () => {
  const file = { name: 'A001.mov', size: 10, lastModified: 5 }
  expect(isSameFile(ENTRY, file)).toBe(true)
  expect(isSameFile(ENTRY, { ...file, size: 11 })).toBe(false)
  expect(isSameFile(ENTRY, { ...file, lastModified: 6 })).toBe(false)
  expect(isSameFile(ENTRY, { ...file, name: 'A002.mov' })).toBe(false)
})
