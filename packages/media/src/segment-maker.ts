// Makes preview segments when they are asked for. A run of ffmpeg starts at the segment somebody wants and goes on from
// there, as long as somebody follows it; requests for the same segments share it. A few runs at a time, whoever waits
// longest first, the others held still; whoever gives up ends what was started for them alone.
import { createHold, type Hold } from './hold.ts'
import { makeSegments } from './make-segments.ts'
import { createPreviewInits } from './preview-inits.ts'
import { segmentGrid, framesOfSegment } from './segment-grid.ts'
import { createSegmentInputs } from './segment-input.ts'
import { findSeekPlace, longestLeadSeconds } from './seek-place.ts'
import {
  previewId,
  SegmentComingError,
  type SegmentMaker,
  type SegmentMakerOptions,
  type SegmentSource,
} from './segment-source.ts'
import { createTurns } from './segment-turns.ts'

/** Segments of one run. */
const LONGEST_RUN = 30
/** A request this far ahead of a run waits for it; farther ahead a new run is sooner there. */
const FARTHEST_JOIN = 4
/** Segments made ahead of the last one that was asked for. */
const READ_AHEAD = 3
/** How long a run stands still for the next request. Milliseconds. */
const IDLE_MS = 6_000
/** More that stand still than this only cost memory. */
const MOST_IDLE_RUNS = 6
type Waiter = { sinceTurn: number; resolve: (bytes: Buffer) => void; reject: (error: unknown) => void }

type Run = {
  source: SegmentSource
  /** The segment that is being made, and the one behind the last. */
  next: number
  end: number
  /** The last one anybody asked for. */
  wanted: number
  waiters: Map<number, Set<Waiter>>
  hold: Hold
  abort: AbortController
  work: Promise<void> | null
  idleTimer: NodeJS.Timeout | null
}

export function createSegmentMaker(options: SegmentMakerOptions): SegmentMaker {
  const { tools, cache, tempFolder, slots, onProblem } = options
  const runs = new Set<Run>()
  const inits = createPreviewInits(tools, tempFolder)
  const inputs = createSegmentInputs(tools, tempFolder)
  const turns = createTurns()
  const counts = { segmentsMade: 0, segmentsFromCache: 0, runsStarted: 0, runsGivenUp: 0, runsFailed: 0 }
  let turn = 0

  /** Decides who works now. Called whenever somebody comes, goes or is served. */
  function balance(): void {
    const wanting = [...runs].filter((run) => run.waiters.size > 0).toSorted((a, b) => oldest(a) - oldest(b))
    const ahead = [...runs].filter(
      (run) => run.waiters.size === 0 && run.work !== null && run.next <= run.wanted + READ_AHEAD,
    )
    const working = new Set([...wanting, ...ahead].slice(0, slots))
    for (const run of runs) {
      if (working.has(run)) {
        run.hold.set(false)
        run.work ??= start(run)
      } else run.hold.set(true)
    }
    turns.setBusy(wanting.length > 0)
    const idle = [...runs].filter((run) => run.waiters.size === 0 && !working.has(run))
    for (const run of idle.slice(0, Math.max(0, idle.length - MOST_IDLE_RUNS))) giveUp(run)
  }

  function oldest(run: Run): number {
    return Math.min(...[...run.waiters.values()].flatMap((set) => [...set].map(({ sinceTurn }) => sinceTurn)))
  }

  function giveUp(run: Run): void {
    if (run.work !== null) counts.runsGivenUp += 1
    end(run, new Error('Nobody waits for these segments any more.'))
  }

  /** Takes the run out at once, so that nobody joins what is ending. */
  function end(run: Run, reason: unknown): void {
    runs.delete(run)
    if (run.idleTimer !== null) clearTimeout(run.idleTimer)
    run.abort.abort(reason)
    for (const set of run.waiters.values()) for (const waiter of set) waiter.reject(reason)
    run.waiters.clear()
  }

  async function start(run: Run): Promise<void> {
    counts.runsStarted += 1
    try {
      await work(run)
      end(run, new Error('The run is over.'))
    } catch (error) {
      if (!run.abort.signal.aborted && !(error instanceof SegmentComingError)) counts.runsFailed += 1
      end(run, error)
    }
    balance()
  }

  async function work(run: Run): Promise<void> {
    const { isBetterComing } = run.source
    const { inputPath, probe, markPng } = await inputs.of(run.source)
    const grid = segmentGrid(probe)
    const { signal } = run.abort
    const frame = framesOfSegment(grid, run.next).first
    const place = await findSeekPlace(tools, { inputPath, probe, frame, tempFolder, signal })
    if (isBetterComing && probe.kind === 'video' && place.leadSeconds > longestLeadSeconds(probe))
      throw new SegmentComingError('This part is still being prepared.')
    await makeSegments(tools, {
      inputPath,
      probe,
      grid,
      markPng,
      first: run.next,
      end: run.end,
      seekSeconds: place.seekSeconds,
      tempFolder,
      signal,
      hold: run.hold,
      onSegment: (index, bytes) => serve(run, index, bytes),
    })
  }

  function serve(run: Run, index: number, bytes: Buffer): void {
    counts.segmentsMade += 1
    run.next = index + 1
    cache
      .put(previewId(run.source), index, bytes)
      .catch((error: unknown) => onProblem(error, 'keep a segment'))
    const waiters = run.waiters.get(index)
    run.waiters.delete(index)
    for (const waiter of waiters ?? []) waiter.resolve(bytes)
    if (run.waiters.size === 0) startIdling(run)
    balance()
  }

  function startIdling(run: Run): void {
    if (run.idleTimer !== null) clearTimeout(run.idleTimer)
    run.idleTimer = setTimeout(() => {
      giveUp(run)
      balance()
    }, IDLE_MS)
  }

  function runFor(source: SegmentSource, index: number): Run {
    const near = [...runs].find(
      (run) =>
        previewId(run.source) === previewId(source) &&
        run.next <= index &&
        index < Math.min(run.end, run.next + FARTHEST_JOIN),
    )
    if (near !== undefined) return near
    const { segmentCount } = segmentGrid(source.probe)
    const run: Run = {
      source,
      next: index,
      end: Math.min(segmentCount, index + LONGEST_RUN),
      wanted: index,
      waiters: new Map(),
      hold: createHold(),
      abort: new AbortController(),
      work: null,
      idleTimer: null,
    }
    runs.add(run)
    return run
  }

  function waitFor(source: SegmentSource, index: number, signal: AbortSignal): Promise<Buffer> {
    const run = runFor(source, index)
    return new Promise<Buffer>((resolve, reject) => {
      const onAbort = () => {
        const set = run.waiters.get(index)
        set?.delete(waiter)
        if (set?.size === 0) run.waiters.delete(index)
        reject(signal.reason as Error)
        // Given up, not served: nobody follows.
        if (runs.has(run) && run.waiters.size === 0) giveUp(run)
        balance()
      }
      const settle = () => signal.removeEventListener('abort', onAbort)
      turn += 1
      const waiter: Waiter = {
        sinceTurn: turn,
        resolve: (bytes) => {
          settle()
          resolve(bytes)
        },
        reject: (error) => {
          settle()
          reject(error)
        },
      }
      signal.addEventListener('abort', onAbort, { once: true })
      if (run.idleTimer !== null) clearTimeout(run.idleTimer)
      run.idleTimer = null
      run.wanted = Math.max(run.wanted, index)
      const set = run.waiters.get(index) ?? new Set()
      run.waiters.set(index, set.add(waiter))
      balance()
    })
  }

  return {
    init: inits.of,
    segment: async (source, index, signal) => {
      const kept = await cache.get(previewId(source), index)
      if (kept !== null) {
        counts.segmentsFromCache += 1
        return kept
      }
      signal.throwIfAborted()
      return waitFor(source, index, signal)
    },
    forget: async (key) => {
      for (const run of [...runs]) if (run.source.key === key) giveUp(run)
      balance()
      await cache.forget(key)
    },
    background: turns.background,
    figures: () => ({
      ...counts,
      runs: [...runs].filter((run) => run.work !== null).length,
      waiting: [...runs].reduce(
        (sum, run) => sum + [...run.waiters.values()].reduce((part, set) => part + set.size, 0),
        0,
      ),
      cacheBytes: cache.sizeBytes(),
    }),
    stop: async () => {
      const works = [...runs].flatMap((run) => run.work ?? [])
      for (const run of [...runs]) end(run, new Error('The server is stopping.'))
      balance()
      await Promise.all(works)
    },
  }
}
