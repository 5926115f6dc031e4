import { describe, expect, it } from 'vitest'
import { CreateAssetBody } from './asset-requests.ts'
import { wireEmail, wireName, wirePersonName } from './wire.ts'

describe('the name of a person', () => {
  it.each(['Ada Lovelace', 'Zoë', '山田太郎', 'محمد', 'نیلوفر ک\u200cیان', '👩\u200d🎨 Mia', " O'Brien "])(
    'may be %j',
    (name) => {
      expect(wirePersonName(200).parse(name)).toBe(name.trim())
    },
  )

  it.each(['', '  ', '\u200b', '\u202eada', 'ada\u2066', 'a\nb', 'a\u0007', 'x\0', 'x'.repeat(201)])(
    'may not be %j',
    (name) => {
      expect(wirePersonName(200).safeParse(name).success).toBe(false)
    },
  )
})

it('a name can be seen', () => {
  expect(wireName(10).safeParse('\u200b\u2060').success).toBe(false)
  expect(wireName(10).safeParse('a').success).toBe(true)
})

it.each(['ada', 'a@b@c', 'Ada <ada@example.org>', 'a da@example.org', 'ada\u202e@example.org'])(
  'no address: %j',
  (address) => {
    expect(wireEmail().safeParse(address).success).toBe(false)
  },
)

it('an empty field of a form is nothing, not a number', () => {
  const body = { type: 'file', name: 'a.mov', filesize: '', parts: '' }
  expect(CreateAssetBody.parse(body)).toMatchObject({ filesize: null, parts: null })
  expect(CreateAssetBody.safeParse({ ...body, filesize: 'much' }).success).toBe(false)
})
