// Every key of the player, as data: the handler looks keys up here and the help page lists the same table.

/** What the keys do about comments. */
export type CommentAction =
  | 'write-comment'
  | 'draw'
  | 'mark-in'
  | 'mark-out'
  | 'clear-marks'
  | 'next-comment'
  | 'previous-comment'
  | 'next-new-comment'
  | 'find-comment'

/** What the keys do inside a spherical film. */
export type LookAction = 'toggle-sphere' | 'look-left' | 'look-right' | 'look-up' | 'look-down' | 'look-ahead'

export type PlayerAction =
  | 'toggle-play'
  | 'shuttle-back'
  | 'shuttle-stop'
  | 'shuttle-forward'
  | 'frame-back'
  | 'frame-forward'
  | 'ten-frames-back'
  | 'ten-frames-forward'
  | 'to-start'
  | 'to-end'
  | 'go-to'
  | 'toggle-mute'
  | 'volume-up'
  | 'volume-down'
  | 'toggle-loop'
  | 'toggle-guides'
  | 'next-mask'
  | 'toggle-subtitles'
  | 'next-sound'
  | 'toggle-full-screen'
  | 'previous-asset'
  | 'next-asset'
  | 'toggle-details'
  | 'show-keys'
  | 'show-versions'
  | 'compare-versions'
  | CommentAction
  | LookAction

export const KEYBOARD_GROUPS = [
  'Playback',
  'Frames',
  'Comments',
  'Sound and screen',
  '360° films',
  'Files',
] as const

export interface KeyBinding {
  action: PlayerAction
  /** Values of KeyboardEvent.key in lower case, or of KeyboardEvent.code for keys that layouts hide behind AltGr. */
  keys: string[]
  withShift: boolean
  /** As a person reads it. */
  shown: string[]
  label: string
  group: (typeof KEYBOARD_GROUPS)[number]
}

export const KEYBOARD_MAP: readonly KeyBinding[] = [
  bind('Playback', 'toggle-play', 'Play or pause', [' '], ['Space']),
  bind('Playback', 'shuttle-back', 'Play backwards, again for faster', ['j'], ['J']),
  bind('Playback', 'shuttle-stop', 'Stop', ['k'], ['K']),
  bind('Playback', 'shuttle-forward', 'Play forwards, again for faster', ['l'], ['L']),
  bind('Playback', 'toggle-loop', 'Loop all of it, or the range', ['r'], ['R']),
  bind('Frames', 'frame-back', 'One frame back', ['arrowleft', ','], ['←', ',']),
  bind('Frames', 'frame-forward', 'One frame forward', ['arrowright', '.'], ['→', '.']),
  bindShift('Frames', 'ten-frames-back', 'Ten frames back', ['arrowleft'], ['Shift ←']),
  bindShift('Frames', 'ten-frames-forward', 'Ten frames forward', ['arrowright'], ['Shift →']),
  bind('Frames', 'to-start', 'First frame', ['home'], ['Home']),
  bind('Frames', 'to-end', 'Last frame', ['end'], ['End']),
  bind('Frames', 'go-to', 'Go to a timecode', ['g'], ['G']),
  bind('Sound and screen', 'toggle-mute', 'Mute', ['m'], ['M']),
  bind('Sound and screen', 'volume-up', 'Louder', ['arrowup'], ['↑']),
  bind('Sound and screen', 'volume-down', 'Quieter', ['arrowdown'], ['↓']),
  bind('Sound and screen', 'next-sound', 'Next sound track', ['a'], ['A']),
  bind('Sound and screen', 'toggle-subtitles', 'Subtitles', ['s'], ['S']),
  bind('Sound and screen', 'toggle-guides', 'Guides on the picture', ['h'], ['H']),
  bindShift('Sound and screen', 'next-mask', 'Next aspect ratio', ['h'], ['Shift H']),
  bind('Sound and screen', 'toggle-full-screen', 'Full screen', ['f'], ['F']),
  bind('360° films', 'toggle-sphere', 'Look around, or see all of it flat', ['t'], ['T']),
  bindShift('360° films', 'look-left', 'Look to the left', ['a'], ['Shift A']),
  bindShift('360° films', 'look-right', 'Look to the right', ['d'], ['Shift D']),
  bindShift('360° films', 'look-up', 'Look up', ['w'], ['Shift W']),
  bindShift('360° films', 'look-down', 'Look down', ['s'], ['Shift S']),
  bindShift('360° films', 'look-ahead', 'Look ahead', ['t'], ['Shift T']),
  bind('Files', 'previous-asset', 'Previous file of the folder', ['[', 'BracketLeft'], ['[']),
  bind('Files', 'next-asset', 'Next file of the folder', [']', 'BracketRight'], [']']),
  bind('Comments', 'write-comment', 'Write a comment at this frame', ['c'], ['C']),
  bind('Comments', 'draw', 'Draw on this frame', ['d'], ['D']),
  bind('Comments', 'mark-in', 'Range starts here', ['i'], ['I']),
  bind('Comments', 'mark-out', 'Range ends here', ['o'], ['O']),
  bind('Comments', 'clear-marks', 'Clear the range', ['x'], ['X']),
  bind('Comments', 'next-comment', 'Next comment', ['n'], ['N']),
  bindShift('Comments', 'previous-comment', 'Previous comment', ['n'], ['Shift N']),
  bind('Comments', 'next-new-comment', 'Next new comment', ['u'], ['U']),
  bind('Comments', 'find-comment', 'Find comments', ['/'], ['/']),
  bind('Files', 'show-versions', 'Versions', ['v'], ['V']),
  bindShift('Files', 'compare-versions', 'Compare versions', ['v'], ['Shift V']),
  bind('Files', 'toggle-details', 'Side panel', ['p'], ['P']),
  bind('Files', 'show-keys', 'All keys', ['?'], ['?']),
]

/** What a key press asks for, or null. Presses with Ctrl, Alt or Meta belong to the browser. */
export function actionForKey(press: {
  key: string
  code: string
  shiftKey: boolean
  ctrlKey: boolean
  altKey: boolean
  metaKey: boolean
}): PlayerAction | null {
  if (press.ctrlKey || press.altKey || press.metaKey) return null
  const key = press.key.toLowerCase()
  // Signs like "?" need Shift on some keyboards and none on others; the sign counts, not how it was made.
  if (key === '?') return 'show-keys'
  if (key === '/') return 'find-comment'
  const binding = KEYBOARD_MAP.find(
    ({ keys, withShift }) =>
      withShift === press.shiftKey && (keys.includes(key) || keys.includes(press.code)),
  )
  return binding?.action ?? null
}

function bind(
  group: KeyBinding['group'],
  action: PlayerAction,
  label: string,
  keys: string[],
  shown: string[],
): KeyBinding {
  return { group, action, label, keys, shown, withShift: false }
}

function bindShift(...binding: Parameters<typeof bind>): KeyBinding {
  return { ...bind(...binding), withShift: true }
}
