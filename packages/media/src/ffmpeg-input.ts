// How an uploaded file is handed to ffmpeg and ffprobe. Two doors stay shut: other files and other formats.
import { symlink } from 'node:fs/promises'
import path from 'node:path'
import type { MediaProbe } from './media-probe.ts'

/**
 * Demuxers an upload may be opened with. Never here: concat, hls, dash, imf, sdp and the like (they open other files or
 * the network), image2 (file name patterns), lavfi and devices (they run what the file says).
 */
const DEMUXERS = [
  // Containers of cameras, editors and screen recorders.
  'mov,matroska,mxf,avi,mpegts,mpeg,asf,flv,ogg,dv,gxf,ivf,yuv4mpegpipe',
  // Bare video streams.
  'h264,hevc,m4v,mpegvideo,obu',
  'wav,w64,aiff,caf,flac,mp3,aac,amr,ac3,eac3,au,wv',
  'gif,apng,png_pipe,jpeg_pipe,webp_pipe,tiff_pipe,bmp_pipe,psd_pipe,exr_pipe,dpx_pipe,j2k_pipe,jpegxl_pipe',
  'srt,ass,webvtt',
].join(',')

const INPUT_NAME = 'input'

/**
 * Puts the upload into the work folder under a fixed name without extension. Its own name never reaches ffmpeg, which
 * would read patterns, protocols and formats into it, and relative references inside the file lead nowhere.
 */
export async function placeInput(folder: string, inputPath: string): Promise<void> {
  await symlink(path.resolve(inputPath), path.join(folder, INPUT_NAME))
}

/** Options that belong before every input, for ffmpeg and ffprobe alike. Use with a folder prepared by `placeInput`. */
export function guardedInput(options: readonly string[] = []): string[] {
  return [
    '-protocol_whitelist',
    'file',
    '-format_whitelist',
    DEMUXERS,
    ...options,
    '-i',
    `file:${INPUT_NAME}`,
  ]
}

/** Options of the QuickTime demuxer that forbid references to other files. ffmpeg refuses them for any other container. */
export function referenceGuards({ ffprobe }: Pick<MediaProbe, 'ffprobe'>): string[] {
  const formatName = ffprobe?.format['format_name']
  const isQuickTime = typeof formatName === 'string' && formatName.split(',').includes('mov')
  return isQuickTime ? ['-enable_drefs', '0', '-use_absolute_path', '0'] : []
}
