// The frame on the screen as a picture: in full size from the original, with what is drawn on it.
import type { Client } from '@rushes/client/client'
import type { Comment } from '@rushes/contract/comments'
import { parseAnnotation } from '@rushes/player/annotation'
import type { Shape } from '@rushes/player/annotation'
import { saveFile } from '../../ui/save-file.ts'
import { drawShapes } from './draw-shapes.ts'
import type { Room } from './room-store.ts'

export async function saveFrame(client: Client, room: Room, comments: readonly Comment[]): Promise<void> {
  const frame = room.get().media?.store.getState().frameIndex ?? 0
  const shapes = shapesOn(frame, room, comments)
  const picture = await client.framePicture(room.assetId, frame)
  saveFile(shapes.length === 0 ? picture : { ...picture, bytes: await withShapes(picture.bytes, shapes) })
}

/** What the room shows on this frame: the drawing being made, else the one of the comment that is open. */
function shapesOn(frame: number, room: Room, comments: readonly Comment[]): readonly Shape[] {
  const { shapes, heldFrame, chosenId } = room.get()
  if (shapes.length > 0 && heldFrame === frame) return shapes
  const chosen = comments.find(({ id }) => id === chosenId)
  return chosen?.frame === frame ? parseAnnotation(chosen.annotation) : []
}

async function withShapes(bytes: Blob, shapes: readonly Shape[]): Promise<Blob> {
  const picture = await createImageBitmap(bytes)
  const canvas = new OffscreenCanvas(picture.width, picture.height)
  canvas.getContext('2d')?.drawImage(picture, 0, 0)
  picture.close()
  drawShapes(canvas, shapes)
  return canvas.convertToBlob({ type: 'image/png' })
}
