// What the room knows beside the server's answers: the comment being written, the drawing on it, the comment chosen. One
// store a file, outside of React, because the picture, the timeline and the column all follow it.
import type { Comment } from '@rushes/contract/comments'
import { isTooSmall } from '@rushes/player/annotation'
import type { Shape, Tool } from '@rushes/player/annotation'
import type { MediaFacts } from '@rushes/player/media-state'
import type { MediaStore } from '@rushes/player/media-store'
import { lookOf } from '@rushes/player/sphere-look'
import type { SphereLook } from '@rushes/player/sphere-look'
import type { TimecodeClock } from '@rushes/player/timecode'
import { useSyncExternalStore } from 'react'
import { NOT_NARROWED } from './comment-threads.ts'
import type { Filter, Narrowing } from './comment-threads.ts'
import { readDraft, writeDraft } from './drafts.ts'
import type { Draft } from './drafts.ts'

export interface RoomMedia {
  store: MediaStore
  facts: MediaFacts
  clock: TimecodeClock | null
}

export interface RoomState extends Draft {
  /** Null while nothing plays here: a document, or not yet. */
  media: RoomMedia | null
  /** The page on the screen, from 1; null where there are none. */
  page: number | null
  /** A still is on the screen. */
  isStill: boolean
  /** The film is a sphere around who watches it. */
  isSphere: boolean
  /** Where they look inside of it; null while it lies flat on the screen, as all other films do. */
  look: SphereLook | null
  chosenId: string | null
  /** Which threads are shown, in the column as on the timeline, and gone through by keys. */
  filter: Filter
  narrowing: Narrowing
  /** The pen in the hand; null while nobody draws. */
  tool: Tool | null
  color: string
  /** How thick the pen is, as `size` of the annotation format has it. */
  penSize: number
  /** What is under the pen this moment. */
  stroke: Shape | null
  /** Sent, and not yet among what the server answers. */
  pending: readonly Comment[]
  /** Goes up when the cursor should go into the field. */
  focusRequests: number
  /** The same for the field to find comments, which is there from the first on; 0 while it is away. */
  findRequests: number
}

export interface Room {
  assetId: string
  get: () => RoomState
  set: (change: Partial<RoomState>) => void
  subscribe: (listener: () => void) => () => void
}

export const PEN_SIZES = [3, 5, 10] as const
export const PEN_COLORS = ['#FF5A4F', '#FFC94D', '#4FD18B', '#4FA8FF', '#FFFFFF'] as const

const EMPTY_DRAFT: Draft = {
  text: '',
  shapes: [],
  heldFrame: null,
  heldPage: null,
  heldLook: null,
  hasTime: true,
  inFrame: null,
  outFrame: null,
  isPrivate: false,
}

/** What was being written about this file before is there again. */
export function createRoom(assetId: string): Room {
  const listeners = new Set<() => void>()
  let state: RoomState = {
    ...EMPTY_DRAFT,
    ...readDraft(assetId),
    media: null,
    page: null,
    isStill: false,
    isSphere: false,
    look: null,
    chosenId: null,
    filter: 'all',
    narrowing: NOT_NARROWED,
    tool: null,
    color: PEN_COLORS[0],
    penSize: PEN_SIZES[1],
    stroke: null,
    pending: [],
    focusRequests: 0,
    findRequests: 0,
  }
  return {
    assetId,
    get: () => state,
    set: (change) => {
      state = { ...state, ...change }
      if (Object.keys(change).some((key) => key in EMPTY_DRAFT)) writeDraft(assetId, draftOf(state))
      for (const listener of listeners) listener()
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** One fact of the room; renders again only when that fact changes. */
export function useRoom<T>(room: Room, select: (state: RoomState) => T): T {
  return useSyncExternalStore(room.subscribe, () => select(room.get()))
}

/** The frame on the screen, or null where there are none. */
export function useFrame(media: RoomMedia | null): number | null {
  return useSyncExternalStore(media?.store.subscribe ?? subscribeToNothing, () =>
    media === null || media.facts.rate === null ? null : media.store.getState().frameIndex,
  )
}

const subscribeToNothing = () => () => undefined

function frameOf({ media }: RoomState): number | null {
  return media === null || media.facts.rate === null ? null : media.store.getState().frameIndex
}

export function draftOf({
  text,
  shapes,
  heldFrame,
  heldPage,
  heldLook,
  hasTime,
  inFrame,
  outFrame,
  isPrivate,
}: RoomState): Draft {
  return { text, shapes, heldFrame, heldPage, heldLook, hasTime, inFrame, outFrame, isPrivate }
}

/** True where there is something to draw on. */
export function hasPicture({ media, page, isStill }: RoomState): boolean {
  return (media !== null && media.facts.hasPictures && media.facts.rate !== null) || page !== null || isStill
}

/** Stops the picture and keeps its frame, or the page, for the comment. Once held it stays, whatever is shown meanwhile. */
export function holdPlace(room: Room): void {
  const { media, heldFrame, page, heldPage } = room.get()
  if (page !== null && heldPage === null) room.set({ heldPage: page })
  if (heldFrame !== null || media === null) return
  media.store.dispatch({ type: 'pause' })
  room.set({ heldFrame: frameOf(room.get()) })
}

/** What is under the pen becomes a part of the drawing, unless there is nothing to see of it. */
export function finishStroke(room: Room): void {
  const { stroke, shapes } = room.get()
  if (stroke === null) return
  room.set({ stroke: null, shapes: isTooSmall(stroke) ? shapes : [...shapes, stroke] })
}

/** What is drawn is drawn on the frame or page that is held, and inside a sphere where the drawing was begun. */
export function showHeldPlace(room: Room): void {
  holdPlace(room)
  const { media, heldFrame, heldPage, page, isSphere, look, heldLook, shapes } = room.get()
  if (isSphere) room.set(shapes.length === 0 ? { heldLook: look } : { look: heldLook })
  if (heldPage !== null && heldPage !== page) room.set({ page: heldPage })
  if (media !== null && heldFrame !== null && media.store.getState().frameIndex !== heldFrame)
    media.store.dispatch({ type: 'seek-frame', frameIndex: heldFrame })
}

/** The frame on the screen becomes the comment's. */
export function holdThisFrame(room: Room): void {
  room.set({ heldFrame: frameOf(room.get()), hasTime: true, inFrame: null, outFrame: null, shapes: [] })
}

export function clearDraft(room: Room): void {
  room.set({ ...EMPTY_DRAFT, isPrivate: room.get().isPrivate, tool: null })
}

export function clearRange(room: Room): void {
  room.set({ inFrame: null, outFrame: null })
}

/** In and out; marks that would cross take the other one along. */
export function markRange(room: Room, end: 'in' | 'out'): void {
  const frame = frameOf(room.get())
  if (frame === null) return
  const { inFrame, outFrame } = room.get()
  if (end === 'in')
    room.set({ inFrame: frame, outFrame: outFrame !== null && outFrame <= frame ? null : outFrame })
  else room.set({ outFrame: frame, inFrame: inFrame === null || inFrame >= frame ? 0 : inFrame })
}

/** Where a comment looks inside a sphere: where its drawing is, else where its writer looks when it is sent. */
export function lookOfDraft({ shapes, heldLook, look, hasTime }: RoomState): Partial<SphereLook> {
  if (!hasTime) return {}
  return (shapes.length > 0 ? heldLook : look) ?? {}
}

export interface DraftPlace {
  timestamp: number | null
  /** Frames. */
  duration: number | null
  page: number | null
}

/** Where the comment will stand; nulls where it is about the whole file. */
export function placeOfDraft(state: RoomState): DraftPlace {
  if (!state.hasTime) return { timestamp: null, duration: null, page: null }
  const { inFrame, outFrame } = state
  if (inFrame !== null && outFrame !== null)
    return { timestamp: inFrame, duration: outFrame - inFrame, page: null }
  return {
    timestamp: inFrame ?? state.heldFrame ?? frameOf(state),
    duration: null,
    page: state.heldPage ?? state.page,
  }
}

/** Goes to a comment's very frame or page and shows what was drawn there. */
export function chooseComment(room: Room, comment: Comment): void {
  const { media, page, isSphere } = room.get()
  room.set({ chosenId: comment.id, tool: null, page: page === null ? null : (comment.page ?? page) })
  const commentLook = lookOf(comment)
  // What was drawn on the flat picture is seen on it.
  if (isSphere && (commentLook !== null || comment.annotation !== null)) room.set({ look: commentLook })
  if (media === null || comment.frame === null || media.facts.rate === null) return
  media.store.dispatch({ type: 'pause' })
  media.store.dispatch({ type: 'seek-frame', frameIndex: comment.frame })
}
