// Two films moved as one. Each of the two has a face that is a MediaStore of its own: it speaks in its film's frames, and
// whatever is asked of either happens to both. The first film leads; the second is brought to the same moment again
// whenever it is not there: exactly while they rest, closely while they play.
import { frameAtSeconds, seekSecondsOf } from './frame-rate.ts'
import { clampFrame, isSameMediaState } from './media-state.ts'
import type { MediaFacts, MediaState } from './media-state.ts'
import type { LoopRange, MediaRequest } from './media-request.ts'
import type { MediaStore } from './media-store.ts'

export interface PairMember {
  store: MediaStore
  facts: MediaFacts
}

export interface Pair {
  leader: MediaStore
  follower: MediaStore
  /** Lets go of both; the members' own stores live on. */
  destroy: () => void
}

/** Further apart than this while playing, the second film jumps; below it runs a little faster or slower. */
const JUMP_SECONDS = 0.4
const CATCH_UP = 0.06
/** Closer than this nobody sees a difference: less than half a frame of any film. */
const CLOSE_SECONDS = 0.008
/** What browsers play at most. */
const FASTEST = 16
/** A file may have fewer pictures than it says; the place that is not in it is not asked for without end. */
const MOST_TRIES = 3

/** Ties two films together; only the first is heard. */
export function createPair(leader: PairMember, follower: PairMember): Pair {
  const listeners = new Set<() => void>()
  const first = leader.store
  const second = follower.store
  const tries = { frameIndex: -1, seconds: -1, count: 0 }
  let ofLeader = merged(first, second, first)
  let ofFollower = merged(second, first, first)
  if (!second.getState().isMuted) second.dispatch({ type: 'toggle-mute' })

  function refresh(): void {
    follow()
    const [freshLeader, freshFollower] = [merged(first, second, first), merged(second, first, first)]
    if (isSameMediaState(ofLeader, freshLeader) && isSameMediaState(ofFollower, freshFollower)) return
    ofLeader = freshLeader
    ofFollower = freshFollower
    for (const listener of listeners) listener()
  }

  /** Brings the second film to where the first one is. Says nothing when it is there, so that it ends. */
  function follow(): void {
    const lead = first.getState()
    if (lead.isPaused || lead.isEnded || lead.shuttleRate < 0) rest(lead)
    else run(lead)
  }

  function rest(lead: MediaState): void {
    const state = second.getState()
    if (!state.isPaused) second.dispatch({ type: 'pause' })
    if ((lead.isSeeking && lead.shuttleRate === 0) || state.isSeeking || !state.hasData) return
    const target = momentOf(lead, leader, follower)
    const isThere =
      follower.facts.rate === null
        ? Math.abs(state.seconds - Math.min(target.seconds, state.durationSeconds)) < CLOSE_SECONDS
        : state.frameIndex === target.frameIndex ||
          (isAtEnd(lead, leader) && state.frameIndex > target.frameIndex)
    if (isThere) return
    if (tries.frameIndex !== target.frameIndex || tries.seconds !== target.seconds)
      Object.assign(tries, target, { count: 0 })
    tries.count += 1
    if (tries.count <= MOST_TRIES) goTo(second, follower, target)
  }

  function run(lead: MediaState): void {
    const state = second.getState()
    const isOver = lead.seconds >= state.durationSeconds
    // A film without its next picture waits, and the other one with it.
    if (state.isPaused !== (lead.isWaiting || isOver))
      second.dispatch({ type: state.isPaused ? 'play' : 'pause' })
    if (lead.isSeeking || state.isSeeking || isOver) return
    const ahead = state.seconds - lead.seconds
    if (Math.abs(ahead) > JUMP_SECONDS * Math.max(1, lead.playbackRate))
      second.dispatch({ type: 'seek-seconds', seconds: lead.seconds })
    const pull = Math.abs(ahead) < CLOSE_SECONDS ? 0 : -Math.sign(ahead) * CATCH_UP
    const rate = Math.min(FASTEST, lead.playbackRate * (1 + pull))
    if (state.playbackRate !== rate) second.dispatch({ type: 'set-rate', rate })
  }

  /** Seeks start in both at once; what a step adds up to only the first one knows, and the second follows it. */
  function dispatch(asked: PairMember, request: MediaRequest): void {
    if (request.type === 'seek-frame' && asked.facts.rate !== null) {
      const seconds = seekSecondsOf(request.frameIndex, asked.facts.rate)
      for (const member of [leader, follower])
        goTo(
          member.store,
          member,
          member === asked ? { seconds, frameIndex: request.frameIndex } : momentAt(seconds, member),
        )
    } else if (request.type === 'set-loop-range') {
      first.dispatch({ ...request, range: rangeIn(leader, asked, request.range) })
    } else first.dispatch(request)
    refresh()
  }

  const face = (asked: PairMember, getState: () => MediaState): MediaStore => ({
    getState,
    dispatch: (request) => dispatch(asked, request),
    hear: first.hear,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    destroy,
  })
  const stops = [first.subscribe(refresh), second.subscribe(refresh)]
  function destroy(): void {
    for (const stop of stops) stop()
    listeners.clear()
  }
  refresh()
  return { leader: face(leader, () => ofLeader), follower: face(follower, () => ofFollower), destroy }
}

interface Moment {
  seconds: number
  /** 0 without frames. */
  frameIndex: number
}

function momentAt(seconds: number, { facts }: PairMember): Moment {
  return {
    seconds,
    frameIndex: facts.rate === null ? 0 : clampFrame(frameAtSeconds(seconds, facts.rate), facts),
  }
}

/** A range of one film's frames in the other one's. */
function rangeIn(member: PairMember, asked: PairMember, range: LoopRange | null): LoopRange | null {
  const { rate } = asked.facts
  if (range === null || rate === null || member === asked) return range
  const frameOf = (frame: number) => momentAt(seekSecondsOf(frame, rate), member).frameIndex
  return { inFrame: frameOf(range.inFrame), outFrame: frameOf(range.outFrame) }
}

/** Where the first film is, in the second one's frames. The middle of a frame lies in one frame of either. */
function momentOf(state: MediaState, { facts }: PairMember, other: PairMember): Moment {
  return momentAt(facts.rate === null ? state.seconds : seekSecondsOf(state.frameIndex, facts.rate), other)
}

function goTo(store: MediaStore, { facts }: PairMember, { seconds, frameIndex }: Moment): void {
  store.dispatch(facts.rate === null ? { type: 'seek-seconds', seconds } : { type: 'seek-frame', frameIndex })
}

/** A place beyond the first film's end can still be looked at in the second. */
function isAtEnd({ frameIndex }: MediaState, { facts }: PairMember): boolean {
  return facts.frameCount > 0 && frameIndex === facts.frameCount - 1
}

/** One film's place, with what both must agree on before anything can be looked at, and what only the first decides. */
function merged(own: MediaStore, other: MediaStore, first: MediaStore): MediaState {
  const [state, beside, lead] = [own.getState(), other.getState(), first.getState()]
  return {
    ...state,
    isPaused: lead.isPaused,
    isEnded: lead.isEnded,
    playbackRate: lead.playbackRate,
    shuttleRate: lead.shuttleRate,
    isLooping: lead.isLooping,
    loopRange: lead.loopRange,
    volume: lead.volume,
    isMuted: lead.isMuted,
    isSeeking: state.isSeeking || beside.isSeeking,
    isWaiting: state.isWaiting || beside.isWaiting,
    hasData: state.hasData && beside.hasData,
  }
}
