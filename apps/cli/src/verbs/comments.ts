// ./rushes comments
import { allItems } from '@rushes/client/pages'
import { COMMENT_EXPORT_FORMATS } from '@rushes/contract/comments'
import type { Comment } from '@rushes/contract/comments'
import type { Asset } from '@rushes/contract/assets'
import { findAsset } from '../find-place.ts'
import { safeText } from '../show.ts'
import { CommandError, numberFlag, textFlag, UsageError } from '../verb.ts'
import type { Verb } from '../verb.ts'

export const commentsVerb: Verb = {
  usage: `comments <file> [--add <text> [--frame <number>]] [--format ${COMMENT_EXPORT_FORMATS.join('|')}] [--json]

  Lists what was said of a file, or of the newest version of a stack. --add says something, about the whole file or, with
  --frame, about a frame counted from 0. --format prints the comments as another program reads them.`,
  options: { add: { type: 'string' }, frame: { type: 'string' }, format: { type: 'string' } },
  words: { least: 1, most: 1 },
  run: async (around, { words: [place = ''], flags }) => {
    const { client } = await around.client()
    const text = textFlag(flags, 'add')
    const frame = numberFlag(flags, 'frame')
    const format = readFormat(textFlag(flags, 'format'))
    if (frame !== undefined && text === undefined) throw new UsageError('--frame belongs to --add.')
    const { asset } = await findAsset(client, place)
    if (asset.type === 'folder') throw new CommandError(`"${place}" is a folder: only files have comments.`)
    const file = asset.cover_asset ?? asset
    if (text !== undefined) {
      const made = await client.createComment(file.id, {
        text,
        ...(frame === undefined ? {} : { timestamp: frame }),
      })
      return { json: made, lines: commentLines(made, file) }
    }
    if (format !== undefined) {
      const { name, bytes } = await client.exportComments(file.id, { format, filter: 'all' })
      const content = await bytes.text()
      return { json: { name, content }, lines: [content.trimEnd()] }
    }
    const comments = await allItems((list) => client.comments(file.id, { ...list, include: 'replies' }))
    return {
      json: comments,
      lines:
        comments.length === 0
          ? ['Nothing was said yet.']
          : comments.flatMap((one) => commentLines(one, file)),
    }
  },
}

function readFormat(text: string | undefined) {
  if (text === undefined) return undefined
  const format = COMMENT_EXPORT_FORMATS.find((known) => known === text)
  if (format === undefined)
    throw new UsageError(`--format is "${text}"; it can be ${COMMENT_EXPORT_FORMATS.join(', ')}.`)
  return format
}

function commentLines(comment: Comment, { fps }: Pick<Asset, 'fps'>): string[] {
  const mark = comment.completed ? '✓ ' : ''
  return [
    `${mark}${whenText(comment.timestamp, fps)}${safeText(comment.owner.name)}: ${onOneLine(comment.text)}`,
    ...(comment.replies ?? []).map((reply) => `    ${safeText(reply.owner.name)}: ${onOneLine(reply.text)}`),
  ]
}

/** "frame 120 (4.80 s)  ": a count from 0, as the API has it. */
function whenText(frame: number | null, fps: number | null): string {
  if (frame === null) return ''
  const seconds = fps === null || fps === 0 ? '' : ` (${(frame / fps).toFixed(2)} s)`
  return `frame ${String(frame)}${seconds}  `
}

function onOneLine(text: string): string {
  return safeText(text.replaceAll(/\s*\n\s*/g, ' / '))
}
