import { expect, test } from 'vitest'
import { filmTrack } from './film-tracks.ts'

test.each([
  ['1_deu_stereo.m4a', 1, 'German, stereo', 'deu'],
  ['2_eng_5.1.m4a', 2, 'English, 5.1', 'eng'],
  ['3_mono.m4a', 3, 'mono', null],
  ['4_und_mono.m4a', 4, 'mono', null],
  ['1_fra.vtt', 1, 'French', 'fra'],
  ['2.vtt', 2, 'Track 2', null],
])('%s is called by its language and layout', (name, number, label, language) => {
  expect(filmTrack(`http://x.test/media/abc/tracks/t/${name}`)).toEqual({
    number,
    url: `/media/abc/tracks/t/${name}`,
    label,
    language,
  })
})
