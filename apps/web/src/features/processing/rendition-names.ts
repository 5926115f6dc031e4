// What renditions are called on the screen.

const RENDITION_NAMES: Record<string, string> = {
  h264_360: '360p',
  h264_540: '540p',
  h264_720: '720p',
  h264_1080_best: '1080p',
  h264_2160: '2160p',
  video_h264_180: 'Hover preview',
  audio: 'Sound',
  cover: 'Cover',
  thumb: 'Thumbnail',
  thumb_540: 'Card picture',
  thumb_orig_ar_540: 'Still',
  thumb_scrub: 'Scrub sheet',
  waveform: 'Waveform',
  image_small: 'Small picture',
  image_full: 'Full picture',
  image_high: 'Large picture',
  page_thumb: 'Thumbnails of pages',
  page_small: 'Small pages',
  page_full: 'Full pages',
  page_high: 'Large pages',
  pdf_proxy: 'PDF',
}

export function renditionName(kind: string): string {
  const [, track = '', number = ''] = /^(audio|subtitle)_track_(\d+)$/.exec(kind) ?? []
  if (track !== '') return `${track === 'audio' ? 'Sound track' : 'Subtitles'} ${number}`
  return RENDITION_NAMES[kind] ?? kind
}
