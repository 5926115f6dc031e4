// The frame on the screen as a picture: in full size from the original, with what is drawn on it.
import type { Client } from '@rushes/client/client'
import type { Comment } from '@rushes/contract/comments'
import { parseAnnotation } from '@rushes/player/annotation'
import type { Shape } from '@rushes/player/annotation'
import { isSameLook, lookOf, VIEW_ASPECT } from '@rushes/player/sphere-look'
import type { SphereLook } from '@rushes/player/sphere-look'
import { saveFile } from '../../ui/save-file.ts'
import { createSpherePicture } from './sphere-picture.ts'
import { drawShapes } from './draw-shapes.ts'
import type { Room } from './room-store.ts'

const VIEW_WIDTH = 1920
/** As large as every graphics card takes it. */
const SPHERE_PIXELS = { resizeWidth: 4096, resizeHeight: 2048, resizeQuality: 'high' } as const

export async function saveFrame(client: Client, room: Room, comments: readonly Comment[]): Promise<void> {
  const frame = room.get().media?.store.getState().frameIndex ?? 0
  const shapes = shapesOn(frame, room, comments)
  const picture = await client.framePicture(room.assetId, frame)
  const { look } = room.get()
  const isAsItIs = look === null && shapes.length === 0
  saveFile(isAsItIs ? picture : { ...picture, bytes: await drawn(picture.bytes, look, shapes) })
}

/** What the room shows on this frame: the drawing being made, else the one of the comment that is open. */
function shapesOn(frame: number, room: Room, comments: readonly Comment[]): readonly Shape[] {
  const { shapes, heldFrame, chosenId, isSphere, look, heldLook } = room.get()
  const isSeen = (from: SphereLook | null) => !isSphere || isSameLook(look, from)
  if (shapes.length > 0 && heldFrame === frame && isSeen(heldLook)) return shapes
  const chosen = comments.find(({ id }) => id === chosenId)
  return chosen?.frame === frame && isSeen(lookOf(chosen)) ? parseAnnotation(chosen.annotation) : []
}

/** Inside a sphere it is the view that is saved. */
async function drawn(bytes: Blob, look: SphereLook | null, shapes: readonly Shape[]): Promise<Blob> {
  const canvas = look === null ? await flat(bytes) : ((await viewFrom(bytes, look)) ?? (await flat(bytes)))
  drawShapes(canvas, shapes)
  return canvas.convertToBlob({ type: 'image/png' })
}

async function flat(bytes: Blob): Promise<OffscreenCanvas> {
  const picture = await createImageBitmap(bytes)
  return withPicture(picture, picture.width, picture.height)
}

/** Null where the browser cannot draw it; then nothing of it is on the screen either. */
async function viewFrom(bytes: Blob, look: SphereLook): Promise<OffscreenCanvas | null> {
  const view = new OffscreenCanvas(VIEW_WIDTH, VIEW_WIDTH / VIEW_ASPECT)
  const sphere = createSpherePicture(view)
  if (sphere === null) return null
  const picture = await createImageBitmap(bytes, SPHERE_PIXELS)
  sphere.draw(picture, look)
  picture.close()
  const seen = view.transferToImageBitmap()
  sphere.close()
  return withPicture(seen, view.width, view.height)
}

function withPicture(picture: ImageBitmap, width: number, height: number): OffscreenCanvas {
  const canvas = new OffscreenCanvas(width, height)
  canvas.getContext('2d')?.drawImage(picture, 0, 0)
  picture.close()
  return canvas
}
