import { expect, test } from 'vitest'
import { fitting, groupsOf } from './palette-items.ts'

const nothing = () => undefined
const named = (label: string) => ({ id: label, label, run: nothing })

test('what begins with the words comes before what only has them in it; case and accents do not matter', () => {
  const items = ['Upload files…', 'Play or pause', 'Café', 'Set status: Approved'].map(named)
  expect(fitting(items, 'pl').map(({ label }) => label)).toEqual(['Play or pause', 'Upload files…'])
  expect(fitting(items, 'CAFE').map(({ label }) => label)).toEqual(['Café'])
  expect(fitting(items, 'appr set').map(({ label }) => label)).toEqual(['Set status: Approved'])
  expect(fitting(items, 'pause appr')).toEqual([])
})

test('groups in menus are told in the label, and what cannot be done is left out', () => {
  const [group] = groupsOf([
    {
      title: 'Folder',
      entries: [
        { kind: 'item', label: 'New folder', onSelect: nothing },
        { kind: 'line' },
        { kind: 'item', label: 'Download original', isDisabled: true, onSelect: nothing },
        {
          kind: 'group',
          label: 'Set status',
          entries: [{ kind: 'item', label: 'Approved', shortcut: '1', onSelect: nothing }],
        },
      ],
    },
  ])
  expect(group?.items).toMatchObject([
    { label: 'New folder' },
    { label: 'Set status: Approved', shortcut: '1' },
  ])
})
