import { expect, test } from 'vitest'
import { createRecentMessages } from './recent-messages.ts'
import type { ChannelMessage } from './live-channel.ts'

const about = (id: string, kind: 'asset' | 'progress' = 'asset'): ChannelMessage => ({
  kind,
  project_id: 'film',
  asset_id: id,
  parent_id: null,
  type: 'asset.updated',
})

test('what was said in the last half minute is kept, each once, and no progress', () => {
  let time = 0
  const recent = createRecentMessages(() => time)
  recent.add(about('one'))
  recent.add(about('one', 'progress'))
  time = 20_000
  recent.add(about('two'))
  time = 25_000
  recent.add(about('one'))
  expect(recent.list()).toEqual([about('two'), about('one')])
  time = 50_001
  expect(recent.list()).toEqual([about('one')])
  time = 55_001
  expect(recent.list()).toEqual([])
})

test('of very many the newest are kept', () => {
  const recent = createRecentMessages(() => 0)
  for (let index = 0; index < 600; index += 1) recent.add(about(String(index)))
  expect(recent.list()).toHaveLength(500)
  expect(recent.list()[0]).toEqual(about('100'))
})
